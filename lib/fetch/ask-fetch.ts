import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Json, type Transaction } from "@/lib/db/client";
import { AskedQuestion, AskedSources } from "@/lib/fetch/fetch-question";

const MOST_OPEN = 5;

export const AskedFetch = z.object({
  caseId: z.uuid("There is no such case."),
  question: AskedQuestion,
  sources: AskedSources,
});
export type AskedFetch = z.input<typeof AskedFetch>;

/**
 * Asks for the plan of a fetch, which a job makes: nothing is fetched before someone starts it. The connection is kept as it is
 * now. Throws AppError `not-found` (case), `forbidden`, and `conflict` while too many of the case are under way.
 */
export async function askFetch(
  input: AskedFetch,
  connection: AwsConnection,
  actor: Actor,
): Promise<{ fetchId: string }> {
  const asked = AskedFetch.parse(input);
  return inTransaction((transaction) => askFetchIn(transaction, asked, connection, actor));
}

/** Throws AppError `conflict` while too many fetches of a case are under way, which is locked for a change. */
export async function refuseMany(transaction: Transaction, caseId: string): Promise<void> {
  const open = await transaction.fetch.count({
    where: { caseId, state: { in: ["planning", "running", "loading"] } },
  });
  if (open >= MOST_OPEN) throw new AppError("conflict", "Several fetches of this case are under way: wait for one.");
}

/** The same as part of what else is done; what is asked was parsed. */
export async function askFetchIn(
  transaction: Transaction,
  { caseId, question, sources }: z.output<typeof AskedFetch>,
  connection: AwsConnection,
  actor: Actor,
): Promise<{ fetchId: string }> {
  await lockCase(transaction, { caseId, how: "update", actor, to: "evidence.add" });
  await refuseMany(transaction, caseId);
  const { id: fetchId } = await transaction.fetch.create({
    data: {
      ...{
        caseId,
        sources,
        question,
        connection: { ...connection } as unknown as Json,
        connectionName: connection.name,
      },
      ...{ userId: actor.id, actor: actorOf(actor) },
    },
    select: { id: true },
  });
  await appendAuditEntry(transaction, {
    ...{ actor, action: "fetch.asked", caseId, subject: `fetch ${fetchId}` },
    detail: { connection: connection.name, sources, question },
  });
  return { fetchId };
}
