import type { Transaction } from "@/lib/db/client";

/**
 * Lets one at a time put a file of reference data and its row in place, or take away bytes that no row names: who adds a file
 * again while another removes it finds its bytes there afterwards. Readers are not held up.
 */
export async function lockReference(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`LOCK TABLE reference_files IN SHARE ROW EXCLUSIVE MODE`;
}
