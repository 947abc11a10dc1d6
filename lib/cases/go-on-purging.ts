import { z } from "zod";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";

export const GoneOnPurge = z.object({ caseId: z.uuid("There is no such case.") });

/** Lets a purge that failed go on now. Throws AppError `forbidden`, and `not-found` for one that has not failed. */
export async function goOnPurging(input: z.input<typeof GoneOnPurge>, actor: Actor): Promise<void> {
  checkInstallation(actor, "retention.change");
  const { caseId } = GoneOnPurge.parse(input);
  const { count } = await prisma().purge.updateMany({
    where: { caseId, finishedAt: null, state: "failed" },
    data: { state: "queued", error: null },
  });
  if (count === 0) throw new AppError("not-found", "There is no purge of such a case that failed.");
}
