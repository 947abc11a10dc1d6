import { z } from "zod";
import { appendAuditEntry, NOBODY } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { makeEntryLink, RESET_HOURS } from "@/lib/auth/entry-link";
import type { MadeLink } from "@/lib/auth/invite-person";
import { type Actor, actorOf } from "@/lib/auth/person";
import { tellInCases } from "@/lib/auth/tell-in-cases";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";
import { sendMail } from "@/lib/mail/send-mail";

export const PersonById = z.object({ userId: PersonText.min(1).max(100) });

/** Makes a link by which someone sets a new password. Throws AppError `forbidden`, and `not-found`, also for a disabled one. */
export async function makeResetLink(input: z.input<typeof PersonById>, actor: Actor): Promise<MadeLink> {
  checkInstallation(actor, "people.change");
  const { userId } = PersonById.parse(input);
  return resetLinkFor({ id: userId }, actor);
}

/** The link itself, whoever asks for it: an owner, or someone for themselves by mail. */
export async function resetLinkFor(
  who: { id: string } | { email: string },
  actor: Pick<Actor, "email" | "from">,
): Promise<MadeLink> {
  const { link, email } = await inTransaction(async (transaction) => {
    const person = await transaction.user.findFirst({ where: { ...who, disabledAt: null } });
    if (!person) throw new AppError("not-found", "There is no such person, or the account is disabled.");
    const made = await makeEntryLink(transaction, {
      kind: "reset",
      email: person.email,
      userId: person.id,
      actor: actorOf(actor),
    });
    const entry = { actor, action: "person.reset-link-made", caseId: null, subject: person.email, detail: {} } as const;
    // By mail to the person alone it lets nobody else in.
    if (actor.email === NOBODY) await appendAuditEntry(transaction, entry);
    else await tellInCases(transaction, person.id, entry);
    return { link: made, email: person.email };
  });
  const mailed = await sendMail({
    to: email,
    subject: "A new password for Threadline",
    text: `${actor.email === NOBODY ? "" : `${actorOf(actor)} made this link for you.\n\n`}Set a new password here, within ${RESET_HOURS} hours:\n${link}\n\nIf nobody asked for it, leave it: your password stays as it is.\n`,
  });
  return { link, mailed };
}
