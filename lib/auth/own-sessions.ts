import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { findSessionToken } from "@/lib/auth/find-person";
import type { Person } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, prisma } from "@/lib/db/client";

export interface OwnSession {
  id: string;
  /** What the browser said of itself. */
  userAgent: string;
  address: string | null;
  signedInMs: number;
  seenMs: number;
  /** The one that asks. */
  isThis: boolean;
}

/** Where someone is signed in, this browser first, then by when they signed in. */
export async function listOwnSessions(person: Person, headers: Headers): Promise<OwnSession[]> {
  const token = await findSessionToken(headers);
  const rows = await prisma().webSession.findMany({
    where: { userId: person.id, expiresAt: { gt: new Date() } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows
    .map((row) => ({
      ...{ id: row.id, userAgent: row.userAgent ?? "", address: row.ipAddress || null },
      ...{ signedInMs: toSecond(row.createdAt), seenMs: toSecond(row.updatedAt), isThis: row.token === token },
    }))
    .sort((one, other) => Number(other.isThis) - Number(one.isThis));
}

function toSecond(at: Date): number {
  return Math.floor(at.getTime() / 1000) * 1000;
}

export const EndedSession = z.object({ id: PersonText.min(1).max(100) });

/** Signs someone out elsewhere. Throws AppError `not-found` for a session that is not theirs, or gone. */
export async function endSession(input: z.input<typeof EndedSession>, person: Person): Promise<void> {
  const { id } = EndedSession.parse(input);
  await inTransaction(async (transaction) => {
    const found = await transaction.webSession.findFirst({ where: { id, userId: person.id } });
    if (!found) throw new AppError("not-found", "This session has ended already.");
    await transaction.webSession.delete({ where: { id }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "person.session-ended", caseId: null, subject: person.email },
      detail: { address: found.ipAddress, since: found.createdAt.toISOString() },
    });
  });
}
