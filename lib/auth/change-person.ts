import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { cutOff, endHalfSignIns } from "@/lib/auth/cut-off";
import { INSTALLATION_ROLES } from "@/lib/auth/permissions";
import { type Actor, actorOf } from "@/lib/auth/person";
import { tellInCases } from "@/lib/auth/tell-in-cases";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { sendMail } from "@/lib/mail/send-mail";

export const ChangedPerson = z.object({
  userId: PersonText.min(1).max(100),
  role: z.enum(INSTALLATION_ROLES).optional(),
  disabled: z.boolean().optional(),
  /** For one who lost both app and recovery codes. */
  dropSecondFactor: z.literal(true).optional(),
});

/**
 * Gives a person another role in the installation, disables the account or enables it again, or takes a lost second factor
 * away; the person is signed out everywhere by either. Throws AppError `forbidden`, `not-found`, and `conflict` where no owner would be left.
 */
export async function changePerson(input: z.input<typeof ChangedPerson>, actor: Actor): Promise<void> {
  checkInstallation(actor, "people.change");
  const { userId, role, disabled, dropSecondFactor } = ChangedPerson.parse(input);
  let dropped: string | null = null;
  await inTransaction(async (transaction) => {
    // Of two owners who take each other's role away at once, one stays.
    await transaction.$executeRaw`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`;
    const person = await transaction.user.findUnique({ where: { id: userId } });
    if (!person) throw new AppError("not-found", "There is no such person.");
    const entry = { actor, caseId: null, subject: person.email };
    if (role !== undefined && role !== person.role) {
      await transaction.user.update({ where: { id: userId }, data: { role }, select: { id: true } });
      await appendAuditEntry(transaction, {
        ...entry,
        action: "person.role-changed",
        detail: { role, was: person.role },
      });
    }
    if (disabled !== undefined && disabled !== (person.disabledAt !== null)) {
      const disabledAt = disabled ? new Date() : null;
      await transaction.user.update({ where: { id: userId }, data: { disabledAt }, select: { id: true } });
      const taken = disabled ? await cutOff(transaction, person) : null;
      await appendAuditEntry(transaction, {
        ...entry,
        action: disabled ? "person.disabled" : "person.enabled",
        detail: { ...taken },
      });
    }
    if (dropSecondFactor && person.twoFactorEnabled) {
      await transaction.twoFactor.deleteMany({ where: { userId } });
      await transaction.user.update({ where: { id: userId }, data: { twoFactorEnabled: false }, select: { id: true } });
      await transaction.webSession.deleteMany({ where: { userId } });
      await endHalfSignIns(transaction, userId);
      await tellInCases(transaction, userId, { ...entry, action: "person.second-factor-dropped", detail: {} });
      dropped = person.email;
    }
    await keepOneOwner(transaction);
  });
  if (dropped !== null) {
    await sendMail({
      to: dropped,
      subject: "Your second factor for Threadline was taken away",
      text: `${actorOf(actor)} took away your second factor. Your password alone lets someone in until you set up another.\n\nIf you did not ask for it, ask them why.\n`,
    });
  }
}

async function keepOneOwner(transaction: Transaction): Promise<void> {
  const owners = await transaction.user.count({ where: { role: "owner", disabledAt: null } });
  if (owners === 0) throw new AppError("conflict", "The installation needs an owner: make someone else one first.");
}
