import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { exportPath } from "@/lib/cases/export-files";
import { prisma } from "@/lib/db/client";
import { env } from "@/lib/env";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes exports that have expired, and files whose export is gone with its case. */
export async function sweepExports(): Promise<void> {
  const expired = await prisma().caseExport.findMany({
    where: { OR: [{ expiresAt: { lt: new Date() } }, { state: { in: ["failed", "cancelled"] } }] },
    select: { id: true, caseId: true },
  });
  for (const one of expired) await rm(exportPath(one), { force: true });
  await prisma().caseExport.deleteMany({ where: { id: { in: expired.map(({ id }) => id) } } });
  const root = join(env().dataDir, "exports");
  for (const caseId of await readdir(root).catch(() => [])) {
    for (const name of await readdir(join(root, caseId)).catch(() => [])) {
      const id = name.split(".")[0] ?? "";
      const known = /^[0-9a-f-]{36}$/.test(id) ? await prisma().caseExport.count({ where: { id } }) : 0;
      const { mtimeMs } = (await stat(join(root, caseId, name)).catch(() => null)) ?? { mtimeMs: Date.now() };
      if (known === 0 && Date.now() - mtimeMs > DAY_MS)
        await rm(join(root, caseId, name), { recursive: true, force: true });
    }
  }
}
