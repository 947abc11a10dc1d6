import type { Ask } from "@/lib/athena/questions/ask.types";
import { findAskers } from "@/lib/athena/questions/find-askers";
import { findInterfaces } from "@/lib/athena/questions/find-interfaces";
import { findSessions } from "@/lib/athena/questions/find-sessions";
import { selectCalls, selectFlows, selectLookups } from "@/lib/athena/questions/select-records";
import type { Sql } from "@/lib/athena/sql/sql";
import type { LogTable } from "@/lib/athena/tables/log-table.types";

/** The questions in the order in which they are asked: the first three find out whom the others are about. */
export const ASKS = ["askers", "interfaces", "sessions", "flows", "lookups", "calls"] as const;
export type AskName = (typeof ASKS)[number];

/** For people. */
export const ASK_TITLES: Record<AskName, string> = {
  askers: "Who was given the address by the resolver",
  interfaces: "Which interfaces met the address",
  sessions: "Which keys the instances' sessions had and passed on",
  flows: "Traffic of those interfaces",
  lookups: "Lookups of those instances",
  calls: "Calls of those sessions",
};

const isFlow = ({ kind }: LogTable) => kind === "vpc-flow" || kind === "tgw-flow";
const KINDS: Record<AskName, (table: LogTable) => boolean> = {
  askers: ({ kind }) => kind === "dns",
  interfaces: isFlow,
  sessions: ({ kind }) => kind === "cloudtrail",
  flows: isFlow,
  lookups: ({ kind }) => kind === "dns",
  calls: ({ kind }) => kind === "cloudtrail",
};

/** True for a question whose answer is records, which go into the case; the others only lead on. */
export function givesRecords(ask: AskName): boolean {
  return ask === "flows" || ask === "lookups" || ask === "calls";
}

/** The tables that a question is about; each of those that give records is asked of one at a time. */
export function tablesFor(ask: AskName, tables: readonly LogTable[]): LogTable[] {
  return tables.filter(KINDS[ask]);
}

/** The SELECT of a question. Throws a RangeError for tables that cannot be asked it. */
export function selectFor(ask: AskName, given: Ask): Sql {
  const [table] = given.tables;
  if (table === undefined) throw new RangeError("there is no table to ask");
  if (ask === "askers") return findAskers(given);
  if (ask === "interfaces") return findInterfaces(given);
  if (ask === "sessions") return findSessions(given);
  const one = { ...given, table };
  if (ask === "flows") return selectFlows(one);
  return ask === "lookups" ? selectLookups(one) : selectCalls(one);
}
