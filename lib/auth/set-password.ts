import { randomUUID } from "node:crypto";
import { authOver } from "@/lib/auth/auth";
import { endHalfSignIns } from "@/lib/auth/cut-off";
import type { Transaction } from "@/lib/db/client";

/** Sets someone's password, also of one who had none, and ends sign-ins that were half done by the old one; the caller has checked it and writes the audit entry. */
export async function setPassword(transaction: Transaction, userId: string, password: string): Promise<void> {
  await endHalfSignIns(transaction, userId);
  const hashed = await (await authOver(transaction).$context).password.hash(password);
  const { count } = await transaction.loginAccount.updateMany({
    where: { userId, providerId: "credential" },
    data: { password: hashed },
  });
  if (count > 0) return;
  await transaction.loginAccount.create({
    data: { id: randomUUID(), accountId: userId, providerId: "credential", userId, password: hashed },
    select: { id: true },
  });
}
