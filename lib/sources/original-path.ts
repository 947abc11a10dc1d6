import { join } from "node:path";
import { s3Place } from "@/lib/core/s3-location";
import { storeSettings } from "@/lib/env";

/** Where the content of a hash (SHA-256, hex) belongs below the data folder. */
export function originalPath(dataDir: string, sha256: string): string {
  return join(dataDir, "evidence", sha256.slice(0, 2), sha256);
}

/** The key of an original behind the prefix of its store: as below `evidence` on disk. */
export function originalKey(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256}`;
}

/** Where originals are kept by the settings: a path below the data folder, or `s3://bucket/key`. */
export function originalPlace(dataDir: string, sha256: string): string {
  const { evidenceStore } = storeSettings();
  return evidenceStore ? s3Place(evidenceStore, originalKey(sha256)) : originalPath(dataDir, sha256);
}

/** Where the bytes of a file of evidence are: in the store, or where they lay when it was loaded by reference. */
export function evidencePath(dataDir: string, file: { sha256: string; referencePath: string | null }): string {
  return file.referencePath ?? originalPlace(dataDir, file.sha256);
}
