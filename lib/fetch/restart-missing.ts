import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { inTransaction, prisma } from "@/lib/db/client";
import { forget } from "@/lib/fetch/forget-kept";
import { objectPath } from "@/lib/fetch/keep-object";
import { listUntaken } from "@/lib/fetch/kept";

/**
 * Lets the steps of a fetch begin from the start whose files are not in its folder as they were noted, as behind a backup, which
 * has the database alone: going on behind their cursors would leave out what those files held.
 */
export async function restartMissing(fetchId: string, folder: string): Promise<void> {
  const untaken = await listUntaken(prisma(), fetchId);
  const lost: typeof untaken = { files: [], objects: [] };
  for (const file of untaken.files) {
    const size = await stat(join(folder, file.name)).then(
      (found) => found.size,
      () => -1,
    );
    if (size < file.size) lost.files.push(file);
  }
  const there = new Set(untaken.objects.length === 0 ? [] : await readdir(objectPath(folder, "")).catch(() => []));
  lost.objects.push(...untaken.objects.filter(({ file }) => !there.has(file)));
  if (lost.files.length + lost.objects.length === 0) return;
  await inTransaction((transaction) => forget(transaction, { fetchId, untaken: lost, state: "pending", error: null }));
}
