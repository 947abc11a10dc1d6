import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createCase } from "@/lib/cases/create-case";
import { runDetections } from "@/lib/detect/run-detections";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { writeFiles } from "@/lib/ingest/test-corpus";
import { flowLog } from "@/lib/investigate/test-evidence";

/** For tests: whom a beacon talks to. */
export const BEATS_PEER = "203.0.113.99";
/** Every five minutes for five hours, each from a port of its own. */
const BEATS = Array.from({ length: 60 }, (_, n) => ({
  ...{ second: n * 300 + (n % 3) * 4, port: 40_000 + n, peer: BEATS_PEER },
}));

/** A case with nothing but these, looked through. */
export async function caseOfBeats(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "threadline-detect-"));
  try {
    await writeFiles(folder, { "flow.log": flowLog(BEATS) });
    const { id: caseId } = await createCase({ title: "Detections" });
    await loadEvidence({ caseId, paths: [folder] });
    await runDetections(caseId);
    return caseId;
  } finally {
    await rm(folder, { recursive: true });
  }
}
