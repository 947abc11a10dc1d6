import path from "node:path";
import { z } from "zod";
import { checkCase } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { FindingText } from "@/lib/cases/draft-from-findings";
import { givenFolder, writeGiven } from "@/lib/cases/given-files";
import { startLoad } from "@/lib/cases/start-load";
import { env } from "@/lib/env";
import { checkFreeDisk } from "@/lib/ingest/check-free-disk";
import { enqueueLoad } from "@/lib/jobs/load-job";

export const KeptFinding = z.object({ caseId: z.uuid(), text: FindingText });
export type KeptFinding = z.input<typeof KeptFinding>;

const FILE_NAME = "finding.json";

/** Puts a finding where a load of its case finds it, and gives that path. Throws AppError `no-space`, and then nothing is written. */
export async function writeFinding(caseId: string, text: string): Promise<string> {
  const folder = path.join(givenFolder(caseId), crypto.randomUUID());
  const file = { path: path.join(folder, FILE_NAME), name: FILE_NAME, size: Buffer.byteLength(text) };
  // Before a case is opened that would wait for its finding in vain.
  await checkFreeDisk(env().dataDir, [file]);
  await writeGiven(folder, FILE_NAME, text);
  return file.path;
}

/**
 * Keeps the finding that led to a case as evidence of it, byte for byte as it was given: the worker loads it like any
 * file. Throws AppError `not-found` or `no-space`.
 */
export async function keepFinding(input: KeptFinding, actor: Actor): Promise<void> {
  const { caseId, text } = KeptFinding.parse(input);
  await checkCase(actor, caseId, "evidence.add");
  const { loadId } = await startLoad({ caseId, paths: [await writeFinding(caseId, text)] }, actor);
  await enqueueLoad(loadId);
}
