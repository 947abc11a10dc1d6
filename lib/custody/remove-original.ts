import { rm } from "node:fs/promises";
import { AppError } from "@/lib/core/app-error";
import { recordCopyPath } from "@/lib/custody/record-copy/copy-layout";
import { env, storeSettings } from "@/lib/env";
import { originalKey, originalPath } from "@/lib/sources/original-path";
import { removeS3 } from "@/lib/sources/store/remove-s3";
import { StoreFault } from "@/lib/sources/store/store-fault";

/**
 * Removes originals from the store, after what named them is gone. Throws AppError `unavailable` where the store does not
 * let go of them, with how many stay.
 */
export async function removeOriginals(hashes: readonly string[]): Promise<void> {
  for (const [done, sha256] of hashes.entries()) {
    await removeOriginal(sha256).catch((error: unknown) => {
      if (!(error instanceof StoreFault)) throw error;
      const left = `${hashes.length - done} of its originals are still in the store`;
      throw new AppError("unavailable", `That is done, but ${left}. ${error.message}`, { cause: error });
    });
  }
}

/** Removes an original from the store, with what was derived of it. One that was loaded by reference stays where it is. */
async function removeOriginal(sha256: string): Promise<void> {
  const { dataDir } = env();
  const { evidenceStore } = storeSettings();
  await rm(recordCopyPath(dataDir, sha256), { force: true });
  // On disk too where it was loaded before the store moved to S3.
  await rm(originalPath(dataDir, sha256), { force: true });
  if (evidenceStore)
    await removeS3({ bucket: evidenceStore.bucket, key: `${evidenceStore.prefix}${originalKey(sha256)}` });
}
