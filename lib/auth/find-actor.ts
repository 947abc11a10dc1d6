import type { InstallationRole } from "@/lib/auth/permissions";
import { type Actor, OPERATOR } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";

/** Who asked for a job, as they are now; null is the operator. Throws AppError `forbidden` once they have no account any more. */
export async function findActor(userId: string | null): Promise<Actor> {
  if (userId === null) return OPERATOR;
  const found = await prisma().user.findFirst({
    where: { id: userId, disabledAt: null },
    select: { id: true, name: true, email: true, role: true },
  });
  if (!found) throw new AppError("forbidden", "The account of who asked for it is gone or disabled.");
  return { ...found, role: found.role as InstallationRole };
}
