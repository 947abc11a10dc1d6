import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { INVITATION_HOURS, makeEntryLink } from "@/lib/auth/entry-link";
import { EmailAddress } from "@/lib/auth/new-password";
import { INSTALLATION_ROLES } from "@/lib/auth/permissions";
import { type Actor, actorOf } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { sendMail } from "@/lib/mail/send-mail";

export const Invitation = z.object({ email: EmailAddress, role: z.enum(INSTALLATION_ROLES) });

export interface MadeLink {
  /** Told this once. */
  link: string;
  /** It went by mail as well. */
  mailed: boolean;
}

/** Makes a link by which someone makes an account. Throws AppError `forbidden`, and `conflict` where there is an account. */
export async function invitePerson(input: z.input<typeof Invitation>, actor: Actor): Promise<MadeLink> {
  checkInstallation(actor, "people.change");
  const { email, role } = Invitation.parse(input);
  const link = await inTransaction(async (transaction) => {
    if (await transaction.user.findUnique({ where: { email } })) {
      throw new AppError("conflict", "There is an account of this address already.");
    }
    const made = await makeEntryLink(transaction, { kind: "invitation", email, role, actor: actorOf(actor) });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "person.invited", caseId: null, subject: email },
      detail: { role },
    });
    return made;
  });
  const mailed = await sendMail({
    to: email,
    subject: "An invitation to Threadline",
    text: `${actorOf(actor)} invites you to Threadline.\n\nMake your account here, within ${INVITATION_HOURS / 24} days:\n${link}\n`,
  });
  return { link, mailed };
}
