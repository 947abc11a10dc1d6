import { prisma } from "@/lib/db/client";

const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/** Scratch cases of command runs that began a day ago or more: their runs were killed before they could clean up. */
export async function listAbandonedCases(): Promise<{ id: string }[]> {
  return prisma().case.findMany({
    where: { scratch: true, createdAt: { lt: new Date(Date.now() - ABANDONED_AFTER_MS) } },
    select: { id: true },
    orderBy: { createdAt: "asc" },
  });
}
