import { createHash } from "node:crypto";
import type { QueryResult, QueryResultRow } from "pg";
import { pool } from "@/lib/db/pool";

const names = new Map<string, string>();
/** What the server says of a plan whose answer would be another than when it was made: a column has a new type since. */
const PLAN_IS_STALE = "0A000";

/**
 * Runs a query that every page asks, under a name: each connection parses and plans it once, which costs several times what
 * answering it does. Only for a text that stands in the code as it is, as a connection keeps each that it was given.
 */
export async function askOften<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<QueryResult<Row>> {
  try {
    return await pool().query<Row>({ name: nameOf(text), text, values });
  } catch (error) {
    if ((error as { code?: string }).code !== PLAN_IS_STALE) throw error;
    return pool().query<Row>(text, values);
  }
}

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash("sha256").update(text).digest("base64url").slice(0, 22);
    names.set(text, name);
  }
  return name;
}
