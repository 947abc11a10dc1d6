import { availableParallelism } from "node:os";
import { flowFiles, flowRows, repeatedFlowFiles } from "@/bench/data/flow-files";
import { resolverFiles } from "@/bench/data/resolver-log";
import { trailFiles } from "@/bench/data/trail-log";
import { measureDetectionRun } from "@/bench/detections/measure-detections";
import { fetchFiles } from "@/bench/fetch/fetch-files";
import { listBucket } from "@/bench/fetch/list-bucket";
import { serveS3Files } from "@/bench/fetch/serve-s3";
import { findKeptCase, type KeptLogs } from "@/bench/kept-case";
import { loadFiles } from "@/bench/load-files";
import { loadOneByOne } from "@/bench/load-one-by-one";
import { markCase } from "@/bench/pages/mark-case";
import { measureLedger } from "@/bench/pages/measure-ledger";
import { measureQuestions } from "@/bench/pages/measure-questions";
import { openSession, openSessions } from "@/bench/pages/open-session";
import { copyRows } from "@/bench/peers/copy-rows";
import { cutLines } from "@/bench/peers/cut-lines";
import { keepDuck, loadDuck } from "@/bench/peers/duckdb";
import { inflate } from "@/bench/peers/inflate";
import { writtenInCase } from "@/bench/people/written-in-case";
import { measureFacets, measureSearch } from "@/bench/search/measure-search";
import { closeDatabase } from "@/lib/db/client";

export interface PhaseRequest {
  phase: PhaseName;
  records: number;
  /** Where files lie that an earlier phase made. */
  folders?: readonly string[];
  /** Files to make, or of them to repeat. */
  files?: number;
  keep?: boolean;
  /** Which kept case is meant: without it the one with flow records alone. */
  logs?: KeptLogs;
  /** Where the originals of a case that is dropped are moved. */
  aside?: string;
  /** Of the S3 that another process serves. */
  url?: string;
}

/** What runs in a process of its own. Each gives what can be sent from process to process. */
const PHASES = {
  "make flow files": ({ records, files }: PhaseRequest) => flowFiles(records, files),
  "make rows": ({ records }: PhaseRequest) => flowRows(records),
  "make repeats": ({ records, files = 0 }: PhaseRequest) => repeatedFlowFiles(records, files),
  "make resolver files": ({ records }: PhaseRequest) => resolverFiles(records),
  "make trail files": ({ records }: PhaseRequest) => trailFiles(records),
  "one copy": async ({ folders }: PhaseRequest) => copyRows(folders?.[0] ?? "", await cutLines(folders?.[0] ?? "", 1)),
  "side by side copies": async ({ folders }: PhaseRequest) =>
    copyRows(folders?.[0] ?? "", await cutLines(folders?.[0] ?? "", Math.min(4, availableParallelism()))),
  "serve s3": ({ folders, files = 0 }: PhaseRequest) => serveS3Files(folders?.[0] ?? null, files),
  fetch: ({ url = "" }: PhaseRequest) => fetchFiles(url),
  "list bucket": ({ url = "" }: PhaseRequest) => listBucket(url),
  inflate: ({ folders }: PhaseRequest) => inflate(folders?.[0] ?? ""),
  "load duckdb": ({ folders, records }: PhaseRequest) => loadDuck(folders?.[0] ?? "", records),
  "keep duckdb": ({ folders, records }: PhaseRequest) => keepDuck(folders?.[0] ?? "", records),
  load: ({ folders = [], records, keep, logs = "flow", aside }: PhaseRequest) =>
    loadFiles(folders, keep ? { records, logs } : null, aside),
  "load one by one": ({ folders }: PhaseRequest) => loadOneByOne(folders?.[0] ?? ""),
  "find kept case": ({ records, logs }: PhaseRequest) => findKeptCase(records, logs),
  questions: ({ records, keep }: PhaseRequest) => measureQuestions(records, keep ?? true),
  detections: ({ records, keep }: PhaseRequest) => measureDetectionRun(records, keep ?? false),
  search: ({ records }: PhaseRequest) => measureSearch(records),
  facets: ({ records }: PhaseRequest) => measureFacets(records),
  "ledger lookup": ({ records }: PhaseRequest) => measureLedger(records),
  "open session": ({ records, logs }: PhaseRequest) => openSession(records, logs),
  "mark case": ({ records }: PhaseRequest) => markCase(records),
  "open sessions": ({ records }: PhaseRequest) => openSessions(records),
  "written in case": ({ records, folders }: PhaseRequest) => writtenInCase(records, folders?.[0] ?? ""),
} as const;

export type PhaseName = keyof typeof PHASES;
export type PhaseResult<Name extends PhaseName> = Awaited<ReturnType<(typeof PHASES)[Name]>>;

export async function doPhase(request: PhaseRequest): Promise<unknown> {
  try {
    return await PHASES[request.phase](request);
  } finally {
    await closeDatabase();
  }
}
