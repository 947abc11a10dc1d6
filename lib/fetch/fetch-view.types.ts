import type { ShownLog } from "@/lib/sources/log-inventory/existing-log.types";
import type { SourceName } from "@/lib/sources/source.types";

/** One source of a fetch, its steps added up. */
export interface FetchSourceView {
  source: SourceName;
  title: string;
  steps: number;
  ended: number;
  failed: number;
  skipped: number;
  /** Steps that can still be left out. */
  open: number;
  /** As planned, of those steps for which it is known. */
  planned: { calls: number; files: number; bytes: number; dollars: number };
  /** Steps for which nobody can tell the calls before. */
  untold: number;
  calls: number;
  bytes: number;
  records: number;
  files: number;
}

/** What a fetch could not bring. */
export interface FetchGapView {
  source: string;
  accountId: string;
  region: string;
  title: string;
  message: string;
}

/** A log that is written, as AWS says, with where it was asked. */
export interface ExistingLogView extends Omit<ShownLog, "reads"> {
  accountId: string;
  region: string;
  /** Steps of the plan read it, or would if nobody had left it out. */
  isPlanned: boolean;
  /** It was left out and is read all the same, with another that lies in the same folder. */
  isReadWithOthers: boolean;
}

/** A question to Athena, as a fetch's page shows it. */
export interface AthenaStepView {
  number: number;
  title: string;
  state: string;
  sql: string;
  /** Before: bytes in the folders that it reads, and their price; null where that is not known. */
  plannedBytes: number | null;
  plannedDollars: number | null;
  /** After: what Athena says that it scanned, also of one that was stopped, and its price; null before its end. */
  scannedBytes: number | null;
  dollars: number | null;
  /** A query that scans more is stopped. */
  mostBytes: number;
  limitOf: "question" | "workgroup";
}

/** A fetch of a case, as its page shows it. */
export interface FetchView {
  id: string;
  state: string;
  connectionName: string;
  actor: string;
  createdMs: number;
  finishedMs: number | null;
  fromMs: number;
  toMs: number;
  error: string | null;
  /** Calls that its plan took, or has taken so far. */
  planCalls: number;
  /** The first 50 of them. */
  gaps: FetchGapView[];
  gapCount: number;
  sources: FetchSourceView[];
  athena: AthenaStepView[];
  /** The first 300 of them. */
  logs: ExistingLogView[];
  logCount: number;
}

/** The tables of a database for Athena, and what can be made there. */
export interface TablesView {
  found: { name: string; kind: string }[];
  proposals: { id: string; makes: "database" | "table"; title: string; where: string; statement: string }[];
  /** What could not be found out, or cannot be made, in words. */
  notes: string[];
  /** Where results go, and beyond which bytes a question is stopped, by whose limit. */
  outputLocation: string;
  mostBytes: number;
  limitOf: "question" | "workgroup";
}

/** What became of tables that somebody agreed to, by the titles of the proposals. */
export interface MadeTables {
  made: string[];
  failed: { title: string; message: string }[];
}
