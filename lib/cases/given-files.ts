import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "@/lib/env";

/** Where what a case was given by hand waits for the worker to load it; it goes when the case is dropped. */
export function givenFolder(caseId: string): string {
  return path.join(env().dataDir, "given", caseId);
}

/** Writes text under a name of ours into a folder of its own. */
export async function writeGiven(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(folder, name), text, { mode: 0o600, flag: "wx" });
}

export async function removeGiven(caseId: string): Promise<void> {
  await rm(givenFolder(caseId), { recursive: true, force: true });
}
