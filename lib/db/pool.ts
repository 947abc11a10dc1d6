import pg, { type PoolClient } from "pg";
import { env } from "@/lib/env";

const POOL_SIZE = 12;
/** Opening a connection costs both sides more than drawing a page: those that only bursts need are kept from one to the next. */
const IDLE_MS = 60_000;
/** A connection that says nothing for so long is asked whether its other end is there: one that went without a word would be waited for for ever. */
const SILENCE_MS = 15_000;
/** Whoever waits longer for a connection is told so: a person soon, a load or a command not before it is hopeless. */
const PATIENCE_MS = { page: 30_000, work: 300_000 };

let shared: pg.Pool | null = null;
/** Its connections by the number of the server's process behind each. */
const backends = new Set<number>();

/** The process's one connection pool; Prisma, COPY and plain SQL share it. */
export function pool(): pg.Pool {
  if (!shared) {
    const { databaseUrl, statementTimeoutMs } = env();
    shared = new pg.Pool({
      ...{ connectionString: databaseUrl, max: POOL_SIZE, idleTimeoutMillis: IDLE_MS },
      application_name: "threadline",
      ...{ keepAlive: true, keepAliveInitialDelayMillis: SILENCE_MS },
      connectionTimeoutMillis: statementTimeoutMs > 0 ? PATIENCE_MS.page : PATIENCE_MS.work,
      ...(statementTimeoutMs > 0 ? { statement_timeout: statementTimeoutMs } : {}),
    });
    // An idle connection that the server drops must not take the process down; the next query opens another.
    shared.on("error", () => undefined);
    // Nor must one that breaks while it is out: whoever has it learns of it from the query.
    shared.on("connect", (client) => client.on("error", () => undefined));
    shared.on("connect", (client) => backends.add(backendOf(client)));
    shared.on("remove", (client) => backends.delete(backendOf(client)));
  }
  return shared;
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function withTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Each connection has one from its beginning; the types do not say so. */
function backendOf(client: pg.ClientBase): number {
  return (client as unknown as { processID: number }).processID;
}

/** What is about to end by itself is left alone. */
const CANCELLED_AFTER_MS = 20;

/**
 * Cancels the statements that the pool's connections run just now, but for those that have begun only now: whoever waits for one gets an error. For a
 * process that does one thing alone and is told to stop.
 */
export async function cancelStatements(): Promise<void> {
  // The pool may have none to give: all of them may be waiting.
  const client = new pg.Client({ connectionString: env().databaseUrl, application_name: "threadline" });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(
      `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
        WHERE pid = ANY($1::int[]) AND state = 'active' AND clock_timestamp() - query_start > $2 * interval '1 ms'`,
      [[...backends], CANCELLED_AFTER_MS],
    );
  } finally {
    await client.end();
  }
}

/** Ends the pool; the next use opens a new one. */
export async function closePool(): Promise<void> {
  const ending = shared;
  shared = null;
  await ending?.end();
}
