import type { Person } from "@/lib/auth/person";
import { prisma } from "@/lib/db/client";

export interface WaysIn {
  password: boolean;
  secondFactor: boolean;
}

/** By what someone signs in. */
export async function findWaysIn({ id }: Person): Promise<WaysIn> {
  const found = await prisma().user.findUniqueOrThrow({
    where: { id },
    select: { twoFactorEnabled: true, accounts: { select: { providerId: true } } },
  });
  return {
    password: found.accounts.some(({ providerId }) => providerId === "credential"),
    secondFactor: found.twoFactorEnabled,
  };
}
