import { rm } from "node:fs/promises";
import { checkCase } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { recordExport } from "@/lib/cases/record-export";
import { writeBundle } from "@/lib/exports/bundle/write-bundle";
import { hashFile } from "@/lib/exports/hash-file";
import { readSource, type SourceRequest } from "@/lib/exports/read-source";

/** Writes a bundle to a path of this machine; nothing stays there unless the trail has its hash. Throws as `exportCase` does. */
export async function exportBundle(request: SourceRequest & { path: string }, actor: Actor): Promise<void> {
  const { caseId, version = null, path, signal } = request;
  await checkCase(actor, caseId, "report.export");
  const source = await readSource({ ...request, withEvents: true });
  try {
    await writeBundle(source, { path, signal });
    const { masked } = source.settings;
    await recordExport({ caseId, format: "bundle", version, ...(await hashFile(path)), masked }, actor);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
