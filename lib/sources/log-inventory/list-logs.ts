import { AwsFault } from "@/lib/aws/aws-fault";
import { ASK_LOGS, LOG_KINDS } from "@/lib/sources/log-inventory/ask-logs";
import type { ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import type { SourceContext } from "@/lib/sources/source.types";

/** The logs of a region of all kinds, and why those of a kind could not be asked for, in words. */
export async function listLogs(context: SourceContext): Promise<{ logs: ExistingLog[]; refusals: string[] }> {
  const logs: ExistingLog[] = [];
  const refusals: string[] = [];
  for (const kind of LOG_KINDS) {
    try {
      logs.push(...(await drained(ASK_LOGS[kind](context))));
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      refusals.push(error.message);
    }
  }
  return { logs, refusals };
}

/** What it comes to; AWS's answers on the way are passed over. */
export async function drained<Value>(asking: AsyncGenerator<unknown, Value>): Promise<Value> {
  for (;;) {
    const next = await asking.next();
    if (next.done) return next.value;
  }
}
