import { rm } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/env";

/** Where the files of a case's exports lie: below the data folder, a folder of its own, so that they go with the case. */
export function exportFolder(caseId: string): string {
  return join(env().dataDir, "exports", caseId);
}

export function exportPath({ caseId, id }: { caseId: string; id: string }): string {
  return join(exportFolder(caseId), id);
}

/** Removes the files of all exports of a case. */
export async function removeExports(caseId: string): Promise<void> {
  await rm(exportFolder(caseId), { recursive: true, force: true });
}
