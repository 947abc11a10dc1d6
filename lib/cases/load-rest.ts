import type { z } from "zod";
import type { Actor } from "@/lib/auth/person";
import { LoadOfCase } from "@/lib/cases/cancel-load";
import { lockCase } from "@/lib/cases/lock-case";
import { type OpenedLoad, openLoad } from "@/lib/cases/open-load";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

/**
 * Starts a load of the files that an ended one did not read: it was cancelled, or could not read them. Throws AppError
 * `not-found`, and `conflict` when that one still runs or left nothing.
 */
export async function loadRest(input: z.input<typeof LoadOfCase>, actor: Actor): Promise<OpenedLoad> {
  const { caseId, loadId } = LoadOfCase.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "evidence.add" });
    const ended = await transaction.load.findFirst({ where: { id: loadId, caseId }, select: { finishedAt: true } });
    if (!ended) throw new AppError("not-found", "There is no such load.");
    if (ended.finishedAt === null) throw new AppError("conflict", "This load still runs.");
    const rest = await transaction.loadFile.findMany({
      where: { loadId, state: { not: "done" } },
      orderBy: { id: "asc" },
      select: {
        id: true,
        path: true,
        name: true,
        size: true,
        sha256: true,
        archive: true,
        unpack: true,
        reference: true,
        flowFormat: true,
        flowFormatGiven: true,
      },
    });
    if (rest.length === 0) throw new AppError("conflict", "This load left no file unread.");
    const files = rest.map(({ id: _, size, ...file }) => ({ ...file, size: Number(size) }));
    const opened = await openLoad(transaction, { caseId, files, detail: { restOf: loadId } }, actor);
    // The files belong to the new load: they are not asked for twice.
    await transaction.loadFile.deleteMany({ where: { id: { in: rest.map(({ id }) => id) } } });
    await transaction.$executeRaw`
      UPDATE uploads u SET load_id = ${opened.loadId}::int FROM load_files f
       WHERE f.load_id = ${opened.loadId}::int AND u.load_id = ${loadId}::int AND right(f.path, 32) = u.id`;
    return opened;
  });
}
