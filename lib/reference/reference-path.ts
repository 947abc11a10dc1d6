import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { env } from "@/lib/env";

const SHA256 = /^[0-9a-f]{64}$/;

/** Where the bytes of reference data lie, by their hash; the folder is made when it is missing. Throws for no hash. */
export function referencePath(sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error("not a hash");
  const folder = join(env().dataDir, "reference");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, sha256);
}
