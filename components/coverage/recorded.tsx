"use client";

import { formatDuration } from "@/components/format/format-time";
import { useTimes } from "@/components/shell/zone";
import { visibleText } from "@/lib/core/visible-text";
import { type RecordedBehind, recordedWords } from "@/lib/investigate/recorded-behind";

/** What a negative statement is worth: what the logs behind it recorded, in brackets. */
export function Recorded({ of }: { of: RecordedBehind | readonly RecordedBehind[] }) {
  const times = useTimes();
  const all = Array.isArray(of) ? (of as readonly RecordedBehind[]) : [of as RecordedBehind];
  const words = all.map((behind) => recordedWords(behind, { span: times.span, length: formatDuration }));
  return <span className="text-dim">{`(${visibleText(words.join("; "))})`}</span>;
}
