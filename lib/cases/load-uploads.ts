import { z } from "zod";
import type { Person } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { type OpenedLoad, openLoad } from "@/lib/cases/open-load";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { checkFreeDisk } from "@/lib/ingest/check-free-disk";
import { uploadPath } from "@/lib/sources/upload-store";

export const FinishedUploads = z.object({
  caseId: z.uuid("There is no such case."),
  uploadIds: z.array(PersonText.max(64)).min(1, "There is no file to load.").max(100_000),
});

/**
 * Makes one load of a person's finished uploads. Throws AppError `not-found` when one of them is not there, not whole, not
 * theirs, of another case or part of a load already; then none is taken.
 */
export async function loadUploads(input: z.input<typeof FinishedUploads>, person: Person): Promise<OpenedLoad> {
  const { caseId, uploadIds } = FinishedUploads.parse(input);
  const asked = [...new Set(uploadIds)];
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor: person, to: "evidence.add" });
    const found = await transaction.$queryRaw<{ id: string; name: string; size: bigint }[]>`
      SELECT id, name, size FROM uploads
       WHERE id = ANY(${asked}::text[]) AND case_id = ${caseId}::uuid AND user_id = ${person.id} AND received AND load_id IS NULL
       ORDER BY name, id FOR UPDATE`;
    if (found.length < asked.length) {
      throw new AppError("not-found", `${asked.length - found.length} of the uploads are not there any more.`);
    }
    const files = found.map(({ id, name, size }) => ({ path: uploadPath(id), name, size: Number(size) }));
    await checkFreeDisk(env().dataDir, files);
    const opened = await openLoad(transaction, { caseId, files, detail: { from: "upload" } }, person);
    await transaction.upload.updateMany({ where: { id: { in: asked } }, data: { loadId: opened.loadId } });
    return opened;
  });
}
