import type { Transaction } from "@/lib/db/client";
import type { CaseHeader } from "@/lib/transfer/case-layout";
import { refused } from "@/lib/transfer/read-pack";
import { readWorkTables, type WorkTable } from "@/lib/transfer/work-tables";

type Row = Record<string, unknown>;

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
  const numbers = new Map<string, Map<string, number>>();
  const people = await samePeople(transaction, header.people);
  for (const table of known) {
    const given = header.tables.find(({ name }) => name === table.name);
    if (!given) continue;
    const said = work.get(table.name) as Row[];
    numbers.set(table.name, await number(transaction, table, said));
    const rows = said.map((row) => renamed(table, { row, caseId, numbers, people })).filter((row) => row !== null);
    // At once: a row may refer to another one of its table.
    await insert(transaction, table, given.columns, rows);
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

/** What the rows of a table are numbered here, by their numbers there. */
async function number(
  transaction: Transaction,
  { name, numbered }: WorkTable,
  rows: readonly Row[],
): Promise<Map<string, number>> {
  if (numbered === null || rows.length === 0) return new Map();
  const next = await transaction.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence(${name}, ${numbered})) AS number FROM generate_series(1, ${rows.length}::int)`;
  return new Map(rows.map((row, at) => [String(row[numbered]), Number(next[at]?.number)]));
}

/** Null for a row that is about nobody here. */
function renamed(table: WorkTable, { row, caseId, numbers, people }: Renaming): Row | null {
  const put: Row = { ...row };
  if (table.ofCase) put.case_id = caseId;
  const own = { column: table.numbered, table: table.name };
  for (const { column, table: other } of [...table.references, own]) {
    const value = column === null ? null : put[column];
    if (column === null || column === "case_id" || value === null || value === undefined) continue;
    if (other === "users") {
      const person = people.get(String(value));
      if (person === undefined && !table.optional.includes(column)) return null;
      put[column] = person ?? null;
    } else put[column] = numbers.get(other)?.get(String(value)) ?? value;
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
