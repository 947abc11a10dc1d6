"use client";

import { useEffect, useState } from "react";

const SAID_MS = 1500;

/** Puts a text on the clipboard, and says so for a moment. */
export function CopyButton({ text, what, label = "Copy" }: { text: string; what: string; label?: string }) {
  const [said, setSaid] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    // A page that is not served securely has no clipboard.
    const writing = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
    writing.then(
      () => setSaid("copied"),
      () => setSaid("refused"),
    );
  };
  const words = said === "copied" ? "Copied" : said === "refused" ? "Select it and copy by hand" : label;
  return (
    <button
      type="button"
      onClick={copy}
      className="inline-flex h-6 items-center rounded px-1.5 text-dim text-xs hover:bg-soft hover:text-text"
    >
      <span aria-live="polite">{words}</span>
      <span className="sr-only"> {what}</span>
    </button>
  );
}
