import { stat } from "node:fs/promises";
import { hashPlace } from "@/lib/sources/hash-original";
import { evidencePath } from "@/lib/sources/original-path";

export interface KeptOriginal {
  sha256: string;
  size: number;
  /** Where it lay when it was loaded by reference; null: in the store. */
  referencePath: string | null;
  /** Its time of change then, epoch ms. */
  referenceMtimeMs: number | null;
}

/** What is wrong with an original, in words for people; null when its bytes are those that were loaded. */
export async function checkOriginal(
  dataDir: string,
  original: KeptOriginal,
  signal?: AbortSignal,
): Promise<OriginalFault | null> {
  const path = evidencePath(dataDir, original);
  try {
    const { sha256 } = await hashPlace(path, signal);
    return sha256 === original.sha256 ? null : fault(original, "changed", `its bytes have the SHA-256 ${sha256} now`);
  } catch (error) {
    signal?.throwIfAborted();
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT" || code === "ENOTDIR") return fault(original, "missing", "it is not there any more");
    return fault(original, "unreadable", error instanceof Error ? error.message : String(error));
  }
}

/** The same, but a file whose size and time of change are those of its loading is taken for what it was. */
export async function checkReference(original: KeptOriginal, signal?: AbortSignal): Promise<OriginalFault | null> {
  if (original.referencePath === null) return null;
  const now = await stat(original.referencePath).catch(() => null);
  if (now?.size === original.size && Math.trunc(now.mtimeMs) === original.referenceMtimeMs) return null;
  return checkOriginal("", original, signal);
}

export interface OriginalFault {
  state: "changed" | "missing" | "unreadable";
  reason: string;
}

function fault({ referencePath }: KeptOriginal, state: OriginalFault["state"], reason: string): OriginalFault {
  const where = referencePath === null ? "in the store of originals" : `at ${referencePath}, where it was loaded from`;
  const moved = referencePath !== null && state === "missing" ? ": it was moved or deleted" : "";
  return { state, reason: `${where}: ${reason}${moved}` };
}
