import { prisma } from "@/lib/db/client";

/** True until the owner's account is made. */
export async function needsOwner(): Promise<boolean> {
  return (await prisma().user.findFirst({ select: { id: true } })) === null;
}
