import { AppError } from "@/lib/core/app-error";
import { readPlace } from "@/lib/sources/read-place";
import { originalEntry } from "@/lib/transfer/pack-layout";
import type { PackWriter } from "@/lib/transfer/pack-writer";

/** Puts an original into a tar. Throws AppError `conflict` where it is not what was loaded, and what reading it throws. */
export async function addOriginal(
  writer: PackWriter,
  { sha256, size }: { sha256: string; size: number },
  place: string,
): Promise<void> {
  const found = await writer.add(originalEntry(sha256), size, readPlace(place)).catch((error: Error) => {
    throw new AppError("conflict", `The original ${sha256} cannot be put in: ${error.message}. Check the originals.`, {
      cause: error,
    });
  });
  if (found !== sha256)
    throw new AppError("conflict", `The original ${sha256} is no longer what was loaded. Check the originals.`);
}
