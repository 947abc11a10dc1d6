import { rm } from "node:fs/promises";
import { prisma } from "@/lib/db/client";
import { referencePath } from "@/lib/reference/reference-path";

/** Removes the bytes of a file of reference data that no row names any more. */
export async function removeUnusedBytes(sha256: string): Promise<void> {
  if ((await prisma().referenceFile.count({ where: { sha256 } })) === 0)
    await rm(referencePath(sha256), { force: true });
}
