import { join } from "node:path";

/** Where the content of a hash (SHA-256, hex) belongs below the data folder. */
export function originalPath(dataDir: string, sha256: string): string {
  return join(dataDir, "evidence", sha256.slice(0, 2), sha256);
}
