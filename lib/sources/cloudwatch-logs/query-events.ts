import { setTimeout as sleep } from "node:timers/promises";
import type { GetQueryResultsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { AwsFault } from "@/lib/aws/aws-fault";
import { parseInstant } from "@/lib/core/instant";
import { answerOf } from "@/lib/sources/answer-of";
import type { GroupRequest } from "@/lib/sources/cloudwatch-logs/group-request";
import { insightsQuery, MOST_ROWS, type QueryWindow, splitWindow } from "@/lib/sources/cloudwatch-logs/insights-query";
import type { AskLogs } from "@/lib/sources/cloudwatch-logs/log-client";
import type { Fetched, StepCursor } from "@/lib/sources/source.types";

/** Windows that are still to be asked for, in order. */
const Cursor = z.object({ windows: z.array(z.tuple([z.number(), z.number()])) });

const FIRST_LOOK_MS = 200;
const LAST_LOOK_MS = 2_000;

interface Running {
  fromMs: number;
  toMs: number;
  cursor: StepCursor | null;
  ask: AskLogs;
  signal: AbortSignal;
}

/**
 * The events of a window (epoch ms, `toMs` outside) that Logs Insights finds. An answer that may have been cut at its limit of
 * 10,000 rows is not kept: its window is asked for in pieces, down to the millisecond, and a millisecond that has more is kept
 * as it is and told as a gap. Throws AwsFault.
 */
export async function* queryEvents(request: GroupRequest, running: Running): AsyncGenerator<Fetched> {
  const { fromMs, toMs, cursor } = running;
  const windows: QueryWindow[] =
    cursor === null
      ? [{ fromMs, toMs }]
      : Cursor.parse(cursor).windows.map(([from, to]) => ({ fromMs: from, toMs: to }));
  for (let window = windows.shift(); window !== undefined; window = windows.shift()) {
    const input = { logGroupIdentifiers: [request.group], ...insightsQuery(request.terms, window) };
    const { queryId, answer } = await runQuery(input, running);
    const rows = answer.results?.length ?? 0;
    const matched = answer.statistics?.recordsMatched ?? null;
    const cut = answer.status !== "Complete" || rows >= MOST_ROWS;
    const pieces = cut ? splitWindow(window, { matched, ...endsOf(answer) }) : null;
    if (pieces !== null) {
      windows.unshift(...pieces);
      continue;
    }
    const left = { windows: windows.map((one): [number, number] => [one.fromMs, one.toMs]) };
    if (cut) yield gapOf(request.group, window, { rows, matched });
    if (rows > 0)
      yield {
        ...{ kind: "answer", service: "logs", operation: "GetQueryResults", records: rows, cursor: left },
        ...{ input: { queryId, ...input }, answer: answerOf(answer) },
      };
  }
}

/** When the first and the last row were. */
function endsOf({ results = [] }: GetQueryResultsCommandOutput) {
  const timeOf = (row: (typeof results)[number] | undefined) =>
    parseInstant(row?.find(({ field }) => field === "@timestamp")?.value ?? "");
  return { firstMs: timeOf(results.at(0)), lastMs: timeOf(results.at(-1)) };
}

/** Starts a query and waits for its end; whoever stops waiting stops it. */
async function runQuery(
  input: { logGroupIdentifiers: string[]; queryString: string; startTime: number; endTime: number },
  { ask, signal }: Running,
): Promise<{ queryId: string; answer: GetQueryResultsCommandOutput }> {
  const { queryId = "" } = await ask("logs:StartQuery", (client, { StartQueryCommand }, options) =>
    client.send(new StartQueryCommand(input), options),
  );
  try {
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LAST_LOOK_MS)) {
      const answer = await ask("logs:GetQueryResults", (client, { GetQueryResultsCommand }, options) =>
        client.send(new GetQueryResultsCommand({ queryId }), options),
      );
      // One that ran into its time limit is asked for in pieces.
      if (answer.status === "Complete" || answer.status === "Timeout") return { queryId, answer };
      if (answer.status === "Failed" || answer.status === "Cancelled")
        throw new AwsFault(
          "refused",
          answer.status,
          `Logs Insights ended a query of ${input.logGroupIdentifiers[0]} (${answer.status}).`,
        );
      await sleep(wait, undefined, { signal });
    }
  } catch (error) {
    if (signal.aborted) await stop(queryId, ask);
    signal.throwIfAborted();
    throw error;
  }
}

/** A query that nobody waits for costs nothing more; where it cannot be stopped it ends by itself. */
async function stop(queryId: string, ask: AskLogs): Promise<void> {
  await ask("logs:StopQuery", (client, { StopQueryCommand }) => client.send(new StopQueryCommand({ queryId }))).catch(
    () => undefined,
  );
}

function gapOf(
  group: string,
  window: QueryWindow,
  { rows, matched }: { rows: number; matched: number | null },
): Fetched {
  const at = new Date(window.fromMs).toISOString();
  const of = matched === null ? "more" : matched.toLocaleString("en");
  const message =
    rows >= MOST_ROWS
      ? `Logs Insights gave ${rows.toLocaleString("en")} of ${of} events of ${group} at ${at}: one millisecond has more than it gives.`
      : `Logs Insights gave ${rows.toLocaleString("en")} of ${of} events of ${group} at ${at}, and did not say why.`;
  return { kind: "gap", code: "RowLimit", message, ...window };
}
