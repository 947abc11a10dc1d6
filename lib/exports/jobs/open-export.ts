import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { exportPath } from "@/lib/cases/export-files";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, prisma } from "@/lib/db/client";
import { ALL_FORMATS, type AnyFormat } from "@/lib/report/export-formats";

export interface OpenedExport {
  file: FileHandle;
  name: string;
  type: string;
  size: number;
}

/** Opens an export for someone who takes it, which the trail tells of. Throws AppError `not-found`, `forbidden` or `unavailable`. */
export async function openExport(caseId: string, exportId: string, actor: Actor): Promise<OpenedExport> {
  const found = z.uuid().safeParse(exportId).success
    ? await prisma().caseExport.findFirst({
        where: { id: exportId, caseId, state: "done", expiresAt: { gt: new Date() } },
      })
    : null;
  if (!found) throw new AppError("not-found", "There is no such export, or it has expired.");
  const file = await open(exportPath(found), "r").catch((cause: Error) => {
    throw new AppError("unavailable", "The file of this export is gone.", { cause });
  });
  try {
    await inTransaction(async (transaction) => {
      await lockCase(transaction, { caseId, how: "share", actor, to: "report.export" });
      await appendAuditEntry(transaction, {
        ...{ actor, action: "export.taken", caseId, subject: found.name },
        detail: { sha256: found.sha256, export: exportId },
      });
    });
  } catch (error) {
    await file.close();
    throw error;
  }
  const { type } = ALL_FORMATS[found.format as AnyFormat];
  return { file, type, name: found.name ?? "export", size: Number(found.size) };
}
