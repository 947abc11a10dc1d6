import type pg from "pg";

const ROWS = 5000;

/**
 * Streams a query's rows through a cursor at constant memory; needs a transaction. Other statements may run in between. With
 * `byHashing` rows are joined by hashing wherever they can be: for a planner that takes very many rows for a few, and
 * would hold each of them against each of the others.
 */
export async function* readCursor<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  name: string,
  sql: string,
  values: unknown[],
  { byHashing = false } = {},
): AsyncGenerator<Row> {
  // Else it is planned for the first rows alone.
  await client.query(`SET LOCAL cursor_tuple_fraction = 1; SET LOCAL enable_nestloop = ${byHashing ? "off" : "on"}`);
  await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, values);
  await client.query("SET LOCAL cursor_tuple_fraction TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT");
  for (;;) {
    const { rows } = await client.query<Row>(`FETCH ${ROWS} FROM ${name}`);
    if (rows.length === 0) break;
    yield* rows;
  }
  await client.query(`CLOSE ${name}`);
}

/** Gathers consecutive rows of one key. */
export async function* groupRows<Row>(rows: AsyncIterable<Row>, key: (row: Row) => string): AsyncGenerator<Row[]> {
  let group: Row[] = [];
  let current: string | null = null;
  for await (const row of rows) {
    const next = key(row);
    if (current !== null && next !== current) {
      yield group;
      group = [];
    }
    current = next;
    group.push(row);
  }
  if (group.length > 0) yield group;
}
