import { rm } from "node:fs/promises";
import { inTransaction } from "@/lib/db/client";
import { lockReference } from "@/lib/reference/lock-reference";
import { referencePath } from "@/lib/reference/reference-path";

/** Removes the bytes of a file of reference data that no row names any more. */
export async function removeUnusedBytes(sha256: string): Promise<void> {
  await inTransaction(async (transaction) => {
    await lockReference(transaction);
    if ((await transaction.referenceFile.count({ where: { sha256 } })) === 0)
      await rm(referencePath(sha256), { force: true });
  });
}
