import { link, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { databaseCpuSeconds, ownCpuSeconds } from "@/bench/cpu-seconds";
import { INDICATOR } from "@/bench/data/flow-log";
import { type KeptLogs, renewCase } from "@/bench/kept-case";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { detectAndInvestigate } from "@/lib/detect/detect-and-investigate";
import { env } from "@/lib/env";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { investigate } from "@/lib/investigate/investigate";

export interface LoadMeasure {
  records: number;
  duplicates: number;
  /** All of a load: hashing, keeping, reading, COPY, indexes, duplicates, ledger, roll-ups. */
  loadSeconds: number;
  /** From the start until the last file was read and committed; the rest of the load is sealing. */
  readSeconds: number;
  /** Cores that the load kept busy, Node's and the database's together; null where it cannot be told. */
  coresBusy: number | null;
  /** Those of Node alone. */
  nodeCores: number;
  /** Detectors and the document, as the command makes it. */
  investigateSeconds: number;
  investigateAgainSeconds: number;
  dropSeconds: number | null;
  /** The longest that the progress stood still while files were read. */
  longestStepMs: number;
}

/**
 * Loads folders into a new case by the product's own door, runs the detectors as the command does, asks for the document twice, and drops the case, unless it is
 * to be kept for the pages. With `aside` its originals get a second name there before, so that dropping it deletes none.
 */
export async function loadFiles(
  folders: readonly string[],
  keepAs: { records: number; logs: KeptLogs } | null,
  aside?: string,
): Promise<LoadMeasure> {
  const caseId =
    keepAs === null ? (await createCase({ title: "bench, dropped" })).id : await renewCase(keepAs.records, keepAs.logs);
  const cpuBefore = [await databaseCpuSeconds(), ownCpuSeconds()] as const;
  const startedAt = performance.now();
  let readAt = startedAt;
  let longestStepMs = 0;
  let moved = { at: startedAt, bytes: -1, records: -1 };
  const result = await loadEvidence({
    caseId,
    paths: folders,
    onProgress: ({ bytesDone: bytes, recordsDone: records }) => {
      readAt = performance.now();
      if (bytes === moved.bytes && records === moved.records) return;
      if (moved.bytes >= 0) longestStepMs = Math.max(longestStepMs, readAt - moved.at);
      moved = { at: readAt, bytes, records };
    },
  });
  const loadSeconds = (performance.now() - startedAt) / 1000;
  const cpuAfter = [await databaseCpuSeconds(), ownCpuSeconds()] as const;
  if (result.state !== "done" || result.rejected > 0 || result.filesFailed.length > 0) {
    throw new Error(`the load did not end well: ${JSON.stringify(result)}`);
  }
  const nodeCores = (cpuAfter[1] - cpuBefore[1]) / loadSeconds;
  const databaseCores =
    cpuAfter[0] === null || cpuBefore[0] === null ? null : (cpuAfter[0] - cpuBefore[0]) / loadSeconds;
  const detectingAt = performance.now();
  // What only pages wait for is made where all kinds of pages are to be asked for.
  await detectAndInvestigate(askedOf(caseId), { atOnce: true, forget: keepAs?.logs !== "all" });
  const first = (performance.now() - detectingAt) / 1000 + (await ask(caseId));
  const again = await ask(caseId);
  if (keepAs !== null) await addIndicator({ caseId, kind: "address", value: INDICATOR });
  if (aside !== undefined) await nameOriginals(aside);
  const droppingAt = performance.now();
  if (keepAs === null) await dropCase(caseId);
  return {
    ...{ records: result.records, duplicates: result.duplicates, loadSeconds, longestStepMs, nodeCores },
    readSeconds: (readAt - startedAt) / 1000,
    coresBusy: databaseCores === null ? null : nodeCores + databaseCores,
    investigateSeconds: first,
    investigateAgainSeconds: again,
    dropSeconds: keepAs === null ? (performance.now() - droppingAt) / 1000 : null,
  };
}

/** Names every original of the store once more, in a new folder. */
async function nameOriginals(aside: string): Promise<void> {
  const folder = path.join(aside, String(Date.now()));
  await mkdir(folder, { recursive: true });
  const store = path.join(env().dataDir, "evidence");
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await link(path.join(entry.parentPath, entry.name), path.join(folder, entry.name));
}

const askedOf = (caseId: string) => ({ caseId, ip: INDICATOR, from: null, to: null });

async function ask(caseId: string): Promise<number> {
  const startedAt = performance.now();
  const { instances } = await investigate(askedOf(caseId));
  if (instances.length !== 1) throw new Error(`one instance met the indicator, not ${instances.length}`);
  return (performance.now() - startedAt) / 1000;
}
