import { join } from "node:path";

/** Where the content of a hash (SHA-256, hex) belongs below the data folder. */
export function originalPath(dataDir: string, sha256: string): string {
  return join(dataDir, "evidence", sha256.slice(0, 2), sha256);
}

/** Where the bytes of a file of evidence are: in the store, or where they lay when it was loaded by reference. */
export function evidencePath(dataDir: string, file: { sha256: string; referencePath: string | null }): string {
  return file.referencePath ?? originalPath(dataDir, file.sha256);
}
