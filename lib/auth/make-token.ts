import { randomBytes } from "node:crypto";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkCase } from "@/lib/auth/check-permission";
import { Confirmed, confirmPerson } from "@/lib/auth/confirm-person";
import { sha256Of } from "@/lib/auth/entry-link";
import { TOKEN_RIGHTS } from "@/lib/auth/permissions";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

const MOST_DAYS = 366;
const MOST_TOKENS = 50;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Tells a token apart from other secrets, for those who look for leaked ones. */
export const TOKEN_PREFIX = "threadline_";

export const NewToken = z.object({
  name: PersonText.trim().min(1, "Give the token a name.").max(100, "A name has 100 characters at most."),
  /** Null: all cases that its person is on, later ones too. */
  caseIds: z.array(z.uuid()).min(1, "Choose a case, or all.").max(100).nullable(),
  rights: z.array(z.enum(TOKEN_RIGHTS)).min(1, "Choose what the token may do."),
  days: z.number().int().min(1).max(MOST_DAYS, `A token holds for ${MOST_DAYS} days at most.`),
});

export const NewOwnToken = NewToken.extend(Confirmed);

/** The same for who asks for it in a browser, and is asked for the password again. Throws AppError `forbidden`, too. */
export async function makeOwnToken(
  { password, ...input }: z.input<typeof NewOwnToken>,
  person: Person,
  headers: Headers,
): Promise<{ token: string }> {
  await confirmPerson({ password }, person, headers);
  return makeToken(input, person);
}

/**
 * Makes a token by which a program acts for someone, never beyond what they may themselves. It is told once. Throws AppError
 * `not-found` for a case that they are not on, and `invalid` for one token too many.
 */
export async function makeToken(input: z.input<typeof NewToken>, person: Person): Promise<{ token: string }> {
  const { name, caseIds, rights, days } = NewToken.parse(input);
  for (const caseId of caseIds ?? []) await checkCase(person, caseId, "case.read");
  const token = `${TOKEN_PREFIX}${randomBytes(32).toString("base64url")}`;
  const expiresAt = new Date(Date.now() + days * DAY_MS);
  await inTransaction(async (transaction) => {
    await transaction.apiToken.create({
      data: {
        ...{ userId: person.id, name, sha256: sha256Of(token), expiresAt },
        ...{ caseIds: caseIds ?? [], allCases: caseIds === null, rights: [...new Set(rights)] },
      },
      select: { id: true },
    });
    if ((await transaction.apiToken.count({ where: { userId: person.id } })) > MOST_TOKENS) {
      throw new AppError("invalid", `You have ${MOST_TOKENS} tokens already: revoke one first.`);
    }
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "token.made", caseId: null, subject: name },
      detail: { rights, cases: caseIds ?? "all", expiresAt: expiresAt.toISOString() },
    });
  });
  return { token };
}
