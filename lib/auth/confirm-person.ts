import { byOwnPassword, OwnPassword } from "@/lib/auth/change-password";
import { findSessionToken } from "@/lib/auth/find-person";
import type { Person } from "@/lib/auth/person";
import { findWaysIn } from "@/lib/auth/ways-in";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";

const FRESH_MS = 10 * 60_000;

/** Given by who has a password. */
export const Confirmed = { password: OwnPassword.optional() };

/**
 * Makes sure that it is the person who sits there, not somebody at their open browser: by the password, or, of one who has
 * none, by a sign-in of the last ten minutes. Throws AppError `forbidden`.
 */
export async function confirmPerson(
  { password }: { password?: string | undefined },
  person: Person,
  headers: Headers,
): Promise<void> {
  if ((await findWaysIn(person)).password) {
    return byOwnPassword({ person, password: password ?? "", headers }, async () => undefined);
  }
  const token = await findSessionToken(headers);
  const session = token === null ? null : await prisma().webSession.findUnique({ where: { token, userId: person.id } });
  if (session && session.createdAt.getTime() > Date.now() - FRESH_MS) return;
  throw new AppError("forbidden", "Sign out and in again first: this needs a sign-in of the last ten minutes.");
}
