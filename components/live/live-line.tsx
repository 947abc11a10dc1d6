"use client";

import { useEffect } from "react";
import { visibleText } from "@/lib/core/visible-text";
import type { FeedChange } from "@/lib/live/feed.types";

const SHOWN_MS = 8_000;

/** One quiet line at the foot of the window: what others just did, or that they are not heard any more. */
export function LiveLine({
  lost,
  news,
  onRead,
}: {
  lost: boolean;
  /** The last change of others, and how many came since the line was last empty. */
  news: { last: FeedChange; count: number } | null;
  onRead: () => void;
}) {
  useEffect(() => {
    if (news === null || lost) return;
    const timer = setTimeout(onRead, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [news, lost, onRead]);
  return (
    <div
      role="status"
      aria-label="What others do"
      className="pointer-events-none fixed inset-x-3 bottom-3 z-40 grid justify-items-end"
    >
      {lost ? (
        <p className={`${LINE} border-warn/40 text-warn`}>
          The connection is lost. What others do is shown as soon as it is back.
        </p>
      ) : news === null ? null : (
        <p className={`${LINE} border-line text-text`}>
          <span className="font-medium">{visibleText(news.last.who)}</span>: {news.last.what}
          {news.last.subject === null ? null : <span className="text-dim"> · {visibleText(news.last.subject)}</span>}
          {news.count > 1 ? <span className="text-dim">, and {news.count - 1} more before it</span> : null}
        </p>
      )}
    </div>
  );
}

const LINE =
  "line-clamp-2 max-w-[min(100%,480px)] break-words rounded-lg border bg-panel px-3 py-1.5 text-sm shadow-lg";
