import type { FindingRecord } from "@/lib/core/records";
import { readLog } from "@/lib/formats/read-log";

/** A finding as AWS gave it, beside what is read of it by the loader's own reader. */
export interface ReadFinding {
  raw: Record<string, unknown>;
  record: FindingRecord;
}

/** The text of findings as the AWS CLI prints them: what is read, kept and loaded. */
export function findingsText(findings: readonly Record<string, unknown>[]): string {
  return JSON.stringify({ Findings: findings });
}

/** Reads findings of the API; one that is none, by the reader, is left out. */
export async function readFindings(findings: readonly Record<string, unknown>[]): Promise<ReadFinding[]> {
  if (findings.length === 0) return [];
  const bytes = new TextEncoder().encode(findingsText(findings));
  const reading = readLog(
    (async function* () {
      yield bytes;
    })(),
    { name: "findings.json" },
  );
  const read: ReadFinding[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done) return read;
    for (const record of next.value.findings) {
      // A record's number is its place in the list, from 1; what was refused has one too.
      const raw = findings[record.record - 1];
      if (raw) read.push({ raw, record });
    }
  }
}
