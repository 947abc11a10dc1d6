import { createHash } from "node:crypto";
import type { Sql } from "@/lib/athena/sql/sql";
import type { Archive } from "@/lib/athena/tables/archive.types";
import { createDatabase } from "@/lib/athena/tables/create-database";
import { createTable } from "@/lib/athena/tables/create-table";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { flowFieldsOf } from "@/lib/athena/tables/table-fields";

/** Something that can be made once somebody agrees to it. */
export interface Proposal {
  /** SHA-256 of the statement: whoever agrees to it agrees to no other. */
  id: string;
  makes: "database" | "table";
  /** For people: what it is over, and where that lies. */
  title: string;
  where: string;
  statement: Sql;
}

/** The same log in several accounts and regions is one archive: it lies in the same folders. */
export function mergeArchives(archives: readonly Archive[]): Archive[] {
  const merged = new Map<string, Archive>();
  const both = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort();
  for (const archive of archives) {
    const { kind, bucket, root, layout, flowLog } = archive;
    const key = JSON.stringify([kind, bucket, root, layout, flowLog?.id]);
    const known = merged.get(key) ?? archive;
    merged.set(key, {
      ...known,
      accounts: both(known.accounts, archive.accounts),
      regions: both(known.regions, archive.regions),
      vpcs: both(known.vpcs, archive.vpcs),
    });
  }
  return [...merged.values()];
}

/**
 * What is to be made so that each archive can be asked: a table over every one that none of the database's tables is over, or over
 * those of its accounts that none reaches, and the database itself where it is not there (`existing` null). What cannot be made
 * is told in words.
 */
export function proposeTables(
  archives: readonly Archive[],
  { database, existing }: { database: string; existing: readonly LogTable[] | null },
): { proposals: Proposal[]; notes: string[] } {
  const proposals: Proposal[] = [];
  const notes: string[] = [];
  for (const whole of archives) {
    const over = (existing ?? []).filter((table) => isOver(table, whole));
    const accounts = whole.accounts.filter((account) => !over.some((table) => reaches(table, whole, account)));
    if (accounts.length === 0) continue;
    const archive = { ...whole, accounts };
    const where = placeOf(archive);
    try {
      const { table, statement } = createTable(archive, database);
      if (over.some(({ name }) => name === table.name)) {
        notes.push(
          `The table ${table.name} is over ${where} and does not have ${accounts.join(", ")}: it is not asked for them.`,
        );
        continue;
      }
      if (archive.flowLog) flowFieldsOf(table, 0, 1);
      proposals.push(proposal({ makes: "table", title: titleOf(archive), where, statement }));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      notes.push(`No table is made over ${titleOf(archive)} in ${where}: ${error.message}.`);
    }
  }
  if (existing === null && proposals.length > 0)
    proposals.unshift(
      proposal({
        ...{ makes: "database", title: `The database ${database}`, where: "the Glue catalog" },
        statement: createDatabase(database),
      }),
    );
  return { proposals, notes };
}

function proposal(given: Omit<Proposal, "id">): Proposal {
  return { ...given, id: createHash("sha256").update(given.statement.toString()).digest("hex") };
}

const placeOf = ({ bucket, root }: Archive) => `s3://${bucket}/${root}`;

/** A table that does not say where it lies is taken to be over all that its kind of log has. */
function isOver({ kind, template, flowLogId }: LogTable, archive: Archive): boolean {
  if (kind !== archive.kind) return false;
  if (flowLogId !== null && flowLogId !== archive.flowLog?.id) return false;
  return template === null || template.startsWith(placeOf(archive));
}

/** A table over one account's folder has that account; one that lists its accounts has those, and any other has all. */
function reaches({ template, accounts }: LogTable, archive: Archive, account: string): boolean {
  const [only] = /^\d{12}(?=\/)/.exec(template?.slice(placeOf(archive).length) ?? "") ?? [];
  if (only !== undefined) return only === account;
  return accounts.length === 0 || accounts.includes(account);
}

function titleOf({ kind, flowLog, parquet, accounts, regions, vpcs }: Archive): string {
  if (flowLog) return `the flow log ${flowLog.id} (${parquet ? "Parquet" : "text"}, ${flowLog.columns.length} fields)`;
  if (kind === "dns") return `the resolver query logs of ${vpcs.join(", ")}`;
  return `the CloudTrail logs of ${accounts.join(", ")} in ${regions.join(", ")}`;
}
