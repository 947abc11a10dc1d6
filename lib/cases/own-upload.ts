import { checkCase } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";

/**
 * Throws AppError `not-found` unless the person began this upload, may still load into its case, and no load has taken it.
 */
export async function checkOwnUpload(id: string, person: Person): Promise<void> {
  const found = await prisma().upload.findFirst({ where: { id, userId: person.id, loadId: null } });
  if (!found) throw new AppError("not-found", "There is no such upload.");
  await checkCase(person, found.caseId, "evidence.add");
}

/** Notes that all of its bytes are here. */
export async function finishUpload(id: string): Promise<void> {
  await prisma().upload.update({ where: { id }, data: { received: true }, select: { id: true } });
}

/** Forgets an upload that was given up. */
export async function forgetUpload(id: string): Promise<void> {
  await prisma().upload.deleteMany({ where: { id, loadId: null } });
}
