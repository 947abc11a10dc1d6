import { exactBytes } from "@/components/format/format-bytes";
import type { Times } from "@/components/format/times";
import type { EventRow } from "@/lib/timeline/events/event.types";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";

interface Told {
  what: string;
  row: EventRow;
  facts: readonly Fact[];
  verdicts: readonly Verdict[];
  raw: RawRecord | null;
}

/** A fact's value in words. */
export function factText({ value, as }: Fact, times: Times): string {
  if (as === "instant") return times.instant(Number(value));
  return as === "bytes" ? exactBytes(Number(value)) : value;
}

/** An event as text to paste into a note: what, when, the facts, and the record that says so. */
export function eventText({ what, row, facts, verdicts, raw }: Told, times: Times): string {
  const width = Math.max(...facts.map(({ name }) => name.length), 4) + 2;
  const { evidence } = row;
  return [
    `${times.instant(row.atMs)}  ${what}`,
    "",
    ...facts.map(
      (fact) => `${fact.name.padEnd(width)}${factText(fact, times).replaceAll("\n", `\n${" ".repeat(width)}`)}`,
    ),
    ...(verdicts.length === 0 ? [] : ["", ...verdicts.map(({ text }) => `- ${text}`)]),
    "",
    `Record ${evidence.record} of ${evidence.fileName}`,
    `SHA-256 ${evidence.sha256}`,
    ...(raw ? ["", raw.text] : []),
  ].join("\n");
}

/** The same for a program. */
export function eventJson({ row, facts, verdicts, raw }: Told): string {
  const { atMs, evidence, group: _, ...event } = row;
  return JSON.stringify(
    {
      ...{ at: new Date(atMs).toISOString(), event },
      facts: Object.fromEntries(
        facts.map(({ name, value, as }) => [name, as === "instant" ? new Date(Number(value)).toISOString() : value]),
      ),
      verdicts: verdicts.map(({ text }) => text),
      evidence: { file: evidence.fileName, sha256: evidence.sha256, record: evidence.record },
      raw: raw?.text ?? null,
    },
    null,
    2,
  );
}
