import type { Transaction } from "@/lib/db/client";

/** What was taken from someone, in numbers, for the trail. */
export interface CutOff {
  sessions: number;
  tokens: number;
  passkeys: number;
  links: number;
}

/**
 * Takes every way in from someone but the password: sessions, sign-ins that wait for a second factor, tokens, passkeys, links
 * for them, and links that they made for others. For an account that is disabled, or whose password may have been known.
 */
export async function cutOff(
  transaction: Transaction,
  { id: userId, email }: { id: string; email: string },
): Promise<CutOff> {
  const sessions = await transaction.webSession.deleteMany({ where: { userId } });
  await endHalfSignIns(transaction, userId);
  const tokens = await transaction.apiToken.deleteMany({ where: { userId } });
  const passkeys = await transaction.passkey.deleteMany({ where: { userId } });
  const links = await transaction.entryLink.deleteMany({ where: { OR: [{ userId }, { actor: email }] } });
  return { sessions: sessions.count, tokens: tokens.count, passkeys: passkeys.count, links: links.count };
}

/** A right password of before lets nobody go on to the second step. */
export async function endHalfSignIns(transaction: Transaction, userId: string): Promise<void> {
  await transaction.verification.deleteMany({ where: { value: userId } });
}
