import { type Actor, actorOf } from "@/lib/auth/person";
import type { Transaction } from "@/lib/db/client";

/**
 * Puts who opens a case on it, as its lead. A case that the command line opens belongs to the owners of the installation;
 * that of a single run to nobody.
 */
export async function addFirstMembers(
  transaction: Transaction,
  { id: caseId, scratch }: { id: string; scratch: boolean },
  actor: Actor,
): Promise<void> {
  if (scratch) return;
  const leads =
    actor.id === null
      ? await transaction.user.findMany({ where: { role: "owner", disabledAt: null }, select: { id: true } })
      : [{ id: actor.id }];
  await transaction.caseMember.createMany({
    data: leads.map(({ id: userId }) => ({ caseId, userId, role: "lead", actor: actorOf(actor) })),
  });
}
