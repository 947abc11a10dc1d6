import { INDICATOR } from "@/bench/flow-log";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { investigate } from "@/lib/investigate/investigate";

export interface LoadMeasure {
  records: number;
  /** All of a load: hashing, keeping, reading, COPY, indexes, duplicates, ledger, roll-ups. */
  loadSeconds: number;
  /** From the start until the last file was read and committed; the rest of the load is sealing. */
  readSeconds: number;
  investigateSeconds: number;
  investigateAgainSeconds: number;
  dropSeconds: number;
}

/** Loads a folder into a new case by the product's own door, asks for the document twice, and drops the case. */
export async function loadLogs(folder: string): Promise<LoadMeasure> {
  const { id: caseId } = await createCase({ title: "bench" });
  const startedAt = performance.now();
  let readAt = startedAt;
  const result = await loadEvidence({
    caseId,
    paths: [folder],
    onProgress: () => {
      readAt = performance.now();
    },
  });
  const loadedAt = performance.now();
  if (result.state !== "done" || result.rejected > 0 || result.filesFailed.length > 0) {
    throw new Error(`the load did not end well: ${JSON.stringify(result)}`);
  }
  const document = await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  const askedAt = performance.now();
  if (document.instances.length !== 1)
    throw new Error(`one instance met the indicator, not ${document.instances.length}`);
  await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  const askedAgainAt = performance.now();
  await dropCase(caseId);
  return {
    records: result.records,
    loadSeconds: (loadedAt - startedAt) / 1000,
    readSeconds: (readAt - startedAt) / 1000,
    investigateSeconds: (askedAt - loadedAt) / 1000,
    investigateAgainSeconds: (askedAgainAt - askedAt) / 1000,
    dropSeconds: (performance.now() - askedAgainAt) / 1000,
  };
}
