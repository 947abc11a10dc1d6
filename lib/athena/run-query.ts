import { setTimeout as pause } from "node:timers/promises";
import type { AthenaClient, QueryExecution } from "@aws-sdk/client-athena";
import type { Sql } from "@/lib/athena/sql/sql";
import { AwsFault } from "@/lib/aws/aws-fault";
import { AppError } from "@/lib/core/app-error";

const FIRST_LOOK_MS = 200;
const LATEST_LOOK_MS = 3_000;

/** Where a query is asked. */
export interface AthenaPlace {
  client: AthenaClient;
  workgroup: string;
  /** Where its rows go; a workgroup may insist on a place of its own. */
  outputLocation: string;
  signal: AbortSignal;
}

/** A query that failed or was stopped, with Athena's own account of it: what it had scanned by then is charged. */
export class QueryFault extends AwsFault {
  constructor(
    code: string,
    message: string,
    readonly query: QueryExecution,
    /** It had been stopped before anyone waited for it this time. */
    readonly wasStopped = false,
  ) {
    super("refused", code, message);
  }
}

const inGb = (bytes: number) => `${(bytes / 1e9).toLocaleString("en", { maximumFractionDigits: 3 })} GB`;

/** Starts a query; the same `token` starts it once, however often it is asked. */
export async function startQuery(place: AthenaPlace, statement: Sql, token: string): Promise<string> {
  const { StartQueryExecutionCommand } = await import("@aws-sdk/client-athena");
  const input = {
    QueryString: statement.toString(),
    ClientRequestToken: token,
    WorkGroup: place.workgroup,
    ResultConfiguration: { OutputLocation: place.outputLocation },
  };
  const { QueryExecutionId } = await place.client.send(new StartQueryExecutionCommand(input), {
    abortSignal: place.signal,
  });
  if (QueryExecutionId === undefined) throw new AwsFault("refused", "NoQuery", "Athena started no query.");
  return QueryExecutionId;
}

/**
 * Waits for the end of a query, and stops it once it has scanned more than it may, or when the signal says that nobody wants it any
 * more. Throws QueryFault for one that failed or was stopped.
 */
export async function awaitQuery(place: AthenaPlace, id: string, mostBytes: number): Promise<QueryExecution> {
  const { GetQueryExecutionCommand } = await import("@aws-sdk/client-athena");
  const input = { QueryExecutionId: id };
  let stoppedAt: number | null = null;
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 2, LATEST_LOOK_MS)) {
    const asked = await ended(place, id, () =>
      place.client.send(new GetQueryExecutionCommand(input), { abortSignal: place.signal }),
    );
    const query = asked.QueryExecution ?? {};
    const state = query.Status?.State;
    const scanned = query.Statistics?.DataScannedInBytes ?? 0;
    if (state === "SUCCEEDED") return query;
    const reason = query.Status?.StateChangeReason ?? state;
    if (stoppedAt !== null && state === "CANCELLED")
      throw new QueryFault(
        "ScanLimit",
        `It was stopped after ${inGb(scanned)}: it may read ${inGb(mostBytes)}.`,
        query,
      );
    if (state === "CANCELLED" && /bytes scanned limit/i.test(reason ?? ""))
      throw new QueryFault(
        "ScanLimit",
        `The workgroup's own limit stopped it after ${inGb(scanned)}. Athena says: ${reason}`,
        query,
      );
    if (state === "FAILED" || state === "CANCELLED")
      throw new QueryFault(
        state === "FAILED" ? "QueryFailed" : "QueryCancelled",
        `Athena says of query ${id}, after ${inGb(scanned)}: ${reason}`,
        query,
        state === "CANCELLED" && wait === FIRST_LOOK_MS,
      );
    if (scanned > mostBytes && stoppedAt === null) {
      stoppedAt = scanned;
      await stopQuery(place.client, id);
    }
    await ended(place, id, () => pause(wait, undefined, { signal: place.signal }));
  }
}

/** A query that nobody waits for any more is stopped, as it costs by what it reads: what it has cost by then is told. */
async function ended<T>({ client, signal }: AthenaPlace, id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // What the end of a worker cut off is waited for again.
    const cancelled = signal.reason instanceof AppError && signal.reason.code === "cancelled";
    const stopped = signal.aborted && cancelled ? await stopUnwanted(client, id).catch(() => null) : null;
    if (stopped) throw new QueryFault("QueryCancelled", (signal.reason as AppError).message, stopped);
    throw error;
  }
}

async function stopUnwanted(client: AthenaClient, id: string): Promise<QueryExecution | null> {
  const { GetQueryExecutionCommand } = await import("@aws-sdk/client-athena");
  await stopQuery(client, id);
  const { QueryExecution = null } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
  return QueryExecution;
}

async function stopQuery(client: AthenaClient, id: string): Promise<void> {
  const { StopQueryExecutionCommand } = await import("@aws-sdk/client-athena");
  await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
}
