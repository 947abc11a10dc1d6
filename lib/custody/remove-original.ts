import { rm } from "node:fs/promises";
import { recordCopyPath } from "@/lib/custody/record-copy/copy-layout";
import { env } from "@/lib/env";
import { originalPath } from "@/lib/sources/original-path";

/** Removes an original from the store, with what was derived of it. One that was loaded by reference stays where it is. */
export async function removeOriginal(sha256: string): Promise<void> {
  await rm(originalPath(env().dataDir, sha256), { force: true });
  await rm(recordCopyPath(env().dataDir, sha256), { force: true });
}
