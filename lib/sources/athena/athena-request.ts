import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import { AthenaSetup } from "@/lib/athena/athena-setup";
import { dollarsFor } from "@/lib/athena/price";
import { ASK_TITLES, ASKS, type AskName, givesRecords, selectFor, tablesFor } from "@/lib/athena/questions/asks";
import { Known } from "@/lib/athena/questions/known.types";
import { unload } from "@/lib/athena/questions/unload";
import type { Sql } from "@/lib/athena/sql/sql";
import type { PlannedStep } from "@/lib/sources/source.types";

/** A statement holds 256 KiB at the most, and an id in it takes some 25 bytes. Source: Athena's service quotas. */
const IDS_A_STATEMENT = 4_000;

/** Who asked the resolver from where, as far as an instance was named: kept until it is known who is meant. */
const Asker = z.object({ address: z.string().max(64), instance_id: z.string().max(64) });

export const AthenaRequest = z.object({
  ask: z.enum(ASKS),
  setup: AthenaSetup,
  known: Known,
  askers: z.array(Asker).max(100_000),
  /** Of the tables that it could be asked of, the one that it is asked of; null: all at once. */
  table: z.number().int().min(0).nullable(),
  /** Tells the questions of one plan from those of another, which are asked anew. */
  run: z.uuid(),
  fromMs: z.number().int(),
  toMs: z.number().int(),
  /** For people; what is sent is made anew from the rest. */
  sql: z.string(),
});
export type AthenaRequest = z.infer<typeof AthenaRequest>;

type Asked = Omit<AthenaRequest, "sql">;
/** Bytes in the folders of the tables, by name; null where that is not known. */
export type ScanSizes = Readonly<Record<string, number | null>>;

export const newRun = (): string => randomUUID();

/** The folder that the records of a step are written into: another one than a query before it, which failed, may have begun to fill. */
export function folderOf({ setup, run, ask, table, known }: Asked, failed: string | null = null): string {
  const part = createHash("sha256")
    .update(`${JSON.stringify(known)}${failed ?? ""}`)
    .digest("hex")
    .slice(0, 8);
  return `${setup.outputLocation}threadline/${run}/${ask}-${table ?? 0}-${part}/`;
}

/** The statement of a step. Throws a RangeError where its tables cannot be asked it. */
export function statementOf(asked: Asked, failed: string | null = null): Sql {
  const { ask, setup, table, known, fromMs, toMs } = asked;
  const all = tablesFor(ask, setup.tables);
  const tables = table === null ? all : all.slice(table, table + 1);
  const select = selectFor(ask, { tables, known, fromMs, toMs });
  return givesRecords(ask) ? unload(select, folderOf(asked, failed)) : select;
}

/** What a start of the same step again is known by; one after a query that failed is another. */
export function tokenOf(asked: Asked, failed: string | null = null): string {
  return createHash("sha256")
    .update(`${asked.run} ${statementOf(asked, failed)}${failed === null ? "" : ` ${failed}`}`)
    .digest("hex");
}

/** A step of the questions, with what it may scan and cost. */
function stepOf(asked: Asked, sizes: ScanSizes): PlannedStep {
  const { ask, setup, table, fromMs, toMs } = asked;
  const all = tablesFor(ask, setup.tables);
  const named = table === null ? all : all.slice(table, table + 1);
  const each = named.map(({ name }) => sizes[name] ?? null);
  const bytes = each.every((size) => size !== null) ? each.reduce((sum, size) => sum + size, 0) : null;
  const request: AthenaRequest = { ...asked, sql: statementOf(asked).toString() };
  return {
    ...{ source: "athena", accountId: setup.accountId, region: setup.region, request, fromMs, toMs },
    title: table === null ? ASK_TITLES[ask] : `${ASK_TITLES[ask]}: ${named.map(({ name }) => name).join(", ")}`,
    estimate: { calls: null, files: null, bytes, dollars: bytes === null ? null : dollarsFor(bytes) },
  };
}

const FINDING: readonly AskName[] = ["askers", "interfaces", "sessions"];
const RECORDS: readonly AskName[] = ["flows", "lookups", "calls"];

/** The question after another, of those that find out whom the rest are about; null after the last of them. */
export function nextFinding(after: AskName | null, { tables }: AthenaSetup): AskName | null {
  const rest = FINDING.slice(after === null ? 0 : FINDING.indexOf(after) + 1);
  return rest.find((ask) => tablesFor(ask, tables).length > 0) ?? null;
}

/** The steps that follow: the next question that finds out more, or all those that bring records. */
export function stepsAfter(
  after: AskName | null,
  asked: Omit<Asked, "ask" | "table">,
  sizes: ScanSizes,
): PlannedStep[] {
  const next = nextFinding(after, asked.setup);
  if (next !== null) return [stepOf({ ...asked, ask: next, table: null }, sizes)];
  const rest = { ...asked, askers: [] };
  return RECORDS.flatMap((ask) =>
    tablesFor(ask, asked.setup.tables).flatMap((_, table) =>
      parts(ask, asked.known).map((known) => stepOf({ ...rest, ask, table, known }, sizes)),
    ),
  );
}

/** Of what is known, what one question needs; in parts where it is more than a statement holds. */
function parts(ask: AskName, known: Known): Known[] {
  const none: Known = { ...known, instanceIds: [], interfaceIds: [], ownAddresses: [], accessKeyIds: [] };
  const cut = <K extends keyof Known>(name: K): Pick<Known, K>[] =>
    Array.from({ length: Math.max(1, Math.ceil(known[name].length / IDS_A_STATEMENT)) }, (_, at) => ({
      [name]: known[name].slice(at * IDS_A_STATEMENT, (at + 1) * IDS_A_STATEMENT),
    })) as Pick<Known, K>[];
  if (ask === "flows")
    return known.interfaceIds.length === 0 ? [] : cut("interfaceIds").map((some) => ({ ...none, ...some }));
  const names: (keyof Known)[] = ask === "lookups" ? ["instanceIds", "ownAddresses"] : ["instanceIds", "accessKeyIds"];
  const [first = [], second = []] = names.map(cut);
  const length = Math.max(first.length, second.length);
  return Array.from({ length }, (_, at) => ({ ...none, ...first[at], ...second[at] }));
}
