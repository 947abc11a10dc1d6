import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { env } from "@/lib/env";

const SHA256 = /^[0-9a-f]{64}$/;

/** Where reference data lie; made when it is missing. */
export function referenceFolder(): string {
  const folder = join(env().dataDir, "reference");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Where the bytes of reference data lie, by their hash. Throws for no hash. */
export function referencePath(sha256: string): string {
  if (!SHA256.test(sha256)) throw new Error("not a hash");
  return join(referenceFolder(), sha256);
}
