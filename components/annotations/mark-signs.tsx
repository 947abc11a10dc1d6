"use client";

import { COLOUR_LOOKS } from "@/components/annotations/colour-look";
import { useMark } from "@/components/annotations/marks";
import { countOf, formatCount } from "@/components/format/format-count";
import type { Subject } from "@/lib/core/subject";
import { visibleText } from "@/lib/core/visible-text";
import type { Mark } from "@/lib/timeline/annotations/marks.types";

/** What stands at a thing, in signs as wide as a row has room for; nothing where nobody marked it. */
export function MarkSigns({ subject }: { subject: Subject }) {
  const mark = useMark(subject);
  if (!mark) return null;
  const words = markWords(mark);
  if (words === "") return null;
  return (
    <span title={words} className="inline-flex items-center gap-1 align-middle text-dim text-xs tabular-nums">
      {mark.colour === null ? null : <span className={`size-2.5 rounded-full ${COLOUR_LOOKS[mark.colour]}`} />}
      {mark.pinned ? <PinSign filled /> : null}
      {mark.tags.length > 0 ? <span aria-hidden="true">#</span> : null}
      {mark.comments > 0 ? (
        <span aria-hidden="true" className={mark.openThreads > 0 ? "text-text" : "text-faint"}>
          <SpeechSign />
          {formatCount(mark.comments)}
        </span>
      ) : null}
      {mark.tasks > 0 ? <span aria-hidden="true">☐</span> : null}
      <span className="sr-only">{words}</span>
    </span>
  );
}

function markWords({ pinned, colour, tags, comments, openThreads, tasks }: Mark): string {
  const said = comments === 0 ? "" : `${countOf(comments, "comment")}${openThreads > 0 ? "" : ", settled"}`;
  const tagged = tags.length === 0 ? "" : `tagged ${tags.map((tag) => visibleText(tag)).join(", ")}`;
  const owed = tasks === 0 ? "" : `${countOf(tasks, "task")} to do`;
  return [pinned ? "pinned" : "", colour ?? "", tagged, said, owed].filter((part) => part !== "").join(" · ");
}

export function PinSign({ filled }: { filled: boolean }) {
  return (
    <svg viewBox="0 0 10 12" aria-hidden="true" className="inline-block h-3 w-2.5 shrink-0" stroke="currentColor">
      <path d="M2.5 1h5v4L9 7H1l1.5-2z" fill={filled ? "currentColor" : "none"} strokeLinejoin="round" />
      <path d="M5 7v4" strokeLinecap="round" />
    </svg>
  );
}

export function SpeechSign() {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden="true"
      className="mr-0.5 inline-block size-3 shrink-0 align-[-2px]"
      fill="none"
      stroke="currentColor"
    >
      <path d="M1.5 2h9v6h-5L3 10.5V8H1.5z" strokeLinejoin="round" />
    </svg>
  );
}
