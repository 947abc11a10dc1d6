import { readLog } from "@/lib/formats/read-log";
import type { LogBatch, LogSummary } from "@/lib/formats/read-log.types";

export type LogContent = Omit<LogBatch, "kind" | "flowBlock">;

/** For tests: everything a file holds, its bytes cut into chunks at the offsets `cuts`. */
export async function readWhole(
  content: string | Uint8Array,
  {
    name = "evidence.log",
    cuts = [],
    flowColumns = null,
  }: { name?: string; cuts?: number[]; flowColumns?: readonly string[] | null } = {},
): Promise<{ summary: LogSummary; content: LogContent; kinds: Set<string> }> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  async function* chunks() {
    let from = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      const end = Math.min(cut, bytes.length);
      yield bytes.subarray(from, end);
      from = Math.max(from, end);
    }
    yield bytes.subarray(from);
  }
  return gather(readLog(chunks(), { name, flowColumns }));
}

/** For tests: everything that is read. */
export async function gather(
  reading: AsyncGenerator<LogBatch, LogSummary>,
): Promise<{ summary: LogSummary; content: LogContent; kinds: Set<string> }> {
  const all: LogContent = {
    flows: [],
    statuses: [],
    queries: [],
    calls: [],
    findings: [],
    observations: [],
    descriptions: [],
    trail: [],
    notes: [],
    rejections: [],
  };
  const kinds = new Set<string>();
  for (;;) {
    const next = await reading.next();
    if (next.done) return { summary: next.value, content: all, kinds };
    const { kind, flowBlock: _, ...batch } = next.value;
    kinds.add(kind);
    for (const key of Object.keys(batch) as (keyof LogContent)[]) {
      // Each list goes to the list of its own name; the compiler cannot see that the types agree.
      (all[key] as unknown[]).push(...batch[key]);
    }
  }
}
