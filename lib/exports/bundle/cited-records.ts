import type { CaseData, RecordRef } from "@/lib/report/case-data.types";

/** So many records are extracted; the rest is cited by file and number. */
const MOST_RECORDS = 20_000;

/** Every record that a case names anywhere, by file, then number; each once. */
export function citedRecords(data: CaseData): Map<string, number[]> {
  const cited = new Map<string, Set<number>>();
  let count = 0;
  const cite = ({ sha256, record }: RecordRef) => {
    const numbers = cited.get(sha256) ?? new Set();
    if (numbers.has(record) || count >= MOST_RECORDS) return;
    cited.set(sha256, numbers.add(record));
    count += 1;
  };
  // What figures rest on comes before the list of single records.
  const { events, ...rest } = data;
  for (const part of [rest, events]) for (const ref of refsIn(part)) cite(ref);
  return new Map(
    [...cited]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sha256, numbers]) => [sha256, [...numbers].sort((a, b) => a - b)]),
  );
}

function* refsIn(value: unknown): Generator<RecordRef> {
  if (Array.isArray(value)) for (const item of value) yield* refsIn(item);
  else if (value !== null && typeof value === "object") {
    if ("sha256" in value && "record" in value && typeof value.sha256 === "string" && Number.isInteger(value.record))
      yield { sha256: value.sha256, record: value.record as number };
    for (const member of Object.values(value)) yield* refsIn(member);
  }
}
