"use client";

import Link from "next/link";
import { useEffect, useState } from "react";

/** Told to the window once notices were read: who follows one is on the way to another page, which may be made before that. */
export const NOTICES_READ = "threadline:notices-read";

/** How often it is asked for where nothing else makes the page anew. */
const ASK_MS = 60_000;

/** The way to one's notices, with how many are unread. */
export function Bell({ unread: drawn }: { unread: number }) {
  const [unread, setUnread] = useState(drawn);
  const [known, setKnown] = useState(drawn);
  if (known !== drawn) {
    setKnown(drawn);
    setUnread(drawn);
  }
  useEffect(() => {
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await fetch("/api/notices").catch(() => null);
      const told: { unread?: unknown } | null = answer?.ok ? await answer.json().catch(() => null) : null;
      if (typeof told?.unread === "number") setUnread(told.unread);
    };
    const again = () => void ask();
    const timer = setInterval(again, ASK_MS);
    window.addEventListener(NOTICES_READ, again);
    return () => {
      clearInterval(timer);
      window.removeEventListener(NOTICES_READ, again);
    };
  }, []);
  const words = unread === 0 ? "Notices" : `Notices, ${unread} unread`;
  return (
    <Link
      href="/notices"
      prefetch={false}
      aria-label={words}
      title={words}
      className="relative grid size-8 shrink-0 place-items-center rounded-md text-dim hover:bg-soft hover:text-text"
    >
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className="size-4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
      >
        <path
          d="M8 2a4 4 0 0 0-4 4v2.6L2.8 11h10.4L12 8.6V6a4 4 0 0 0-4-4ZM6.6 13.2a1.5 1.5 0 0 0 2.8 0"
          strokeLinejoin="round"
        />
      </svg>
      {unread === 0 ? null : (
        <span
          aria-hidden="true"
          className="absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-flow px-1 font-semibold text-[10px] text-panel tabular-nums"
        >
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </Link>
  );
}
