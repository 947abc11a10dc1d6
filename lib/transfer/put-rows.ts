import type { Transaction } from "@/lib/db/client";
import type { CaseHeader } from "@/lib/transfer/case-layout";
import { refused } from "@/lib/transfer/read-pack";
import { readWorkTables, type WorkTable } from "@/lib/transfer/work-tables";

type Row = Record<string, unknown>;

/** So many rows go in one statement. */
const AT_ONCE = 500;

/**
 * Writes what people said in a case that is brought in: under the new case, with numbers of this database, and with those
 * people who have an account here under the same address; the others stand in it by their names. Throws AppError `invalid`
 * for tables and columns that are not here.
 */
export async function putRows(
  transaction: Transaction,
  { caseId, header, work }: { caseId: string; header: CaseHeader; work: ReadonlyMap<string, unknown> },
): Promise<void> {
  const known = await readWorkTables(transaction);
  for (const { name, columns, rows } of header.tables) {
    const here = known.find((table) => table.name === name);
    if (!here || columns.some((column) => !here.columns.includes(column)))
      throw refused(`it has a table ${name} that is not as it is here: it was made by another version`);
    const given = work.get(name);
    if (!Array.isArray(given) || given.length !== rows) throw refused(`the rows of ${name} are not in it`);
  }
  // Its history comes with it: no second one is written of what is put back.
  await transaction.$executeRaw`SELECT set_config('threadline.puts_back', 'on', true)`;
  const numbers = new Map<string, Map<string, number>>([["users", new Map()]]);
  const people = await samePeople(transaction, header.people);
  for (const table of known) {
    const given = header.tables.find(({ name }) => name === table.name);
    if (!given) continue;
    const own = new Map<string, number>();
    numbers.set(table.name, own);
    const rows: Row[] = [];
    for (const row of work.get(table.name) as Row[]) {
      const put = await renamed(transaction, table, { row, caseId, numbers, people });
      if (put) rows.push(put);
    }
    for (let at = 0; at < rows.length; at += AT_ONCE)
      await insert(transaction, table, given.columns, rows.slice(at, at + AT_ONCE));
  }
  await transaction.$executeRaw`SELECT set_config('threadline.puts_back', 'off', true)`;
}

/** Ids of those here who have the address that someone had there, by the id there. */
async function samePeople(transaction: Transaction, people: CaseHeader["people"]): Promise<Map<string, string>> {
  const here = await transaction.user.findMany({
    where: { email: { in: people.map(({ email }) => email) } },
    select: { id: true, email: true },
  });
  const byEmail = new Map(here.map(({ id, email }) => [email, id]));
  return new Map(people.flatMap(({ id, email }) => (byEmail.has(email) ? [[id, byEmail.get(email) ?? ""]] : [])));
}

interface Renaming {
  row: Row;
  caseId: string;
  numbers: ReadonlyMap<string, Map<string, number>>;
  people: ReadonlyMap<string, string>;
}

/** Null for a row that is about nobody here. */
async function renamed(
  transaction: Transaction,
  table: WorkTable,
  { row, caseId, numbers, people }: Renaming,
): Promise<Row | null> {
  const put: Row = { ...row };
  if (table.ofCase) put.case_id = caseId;
  for (const { column, table: other } of table.references) {
    const value = put[column];
    if (column === "case_id" || value === null || value === undefined) continue;
    if (other === "users") {
      const person = people.get(String(value));
      if (person === undefined && !table.optional.includes(column)) return null;
      put[column] = person ?? null;
    } else {
      const number = numbers.get(other)?.get(String(value));
      if (number !== undefined) put[column] = number;
    }
  }
  if (table.numbered !== null) {
    const [next] = await transaction.$queryRaw<{ number: bigint }[]>`
      SELECT nextval(pg_get_serial_sequence(${table.name}, ${table.numbered})) AS number`;
    numbers.get(table.name)?.set(String(row[table.numbered]), Number(next?.number));
    put[table.numbered] = Number(next?.number);
  }
  return put;
}

async function insert(
  transaction: Transaction,
  { name }: WorkTable,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const list = columns.map((column) => `"${column}"`).join(", ");
  await transaction.$executeRawUnsafe(
    `INSERT INTO "${name}" (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::"${name}", $1::jsonb)`,
    JSON.stringify(rows),
  );
}
