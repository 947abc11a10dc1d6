import { z } from "zod";
import { makeTable } from "@/lib/athena/make-table";
import type { Proposal } from "@/lib/athena/tables/propose-tables";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkCase } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AwsFault } from "@/lib/aws/aws-fault";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import type { MadeTables } from "@/lib/fetch/fetch-view.types";
import { AskedAthena, inAthena, type OpenAthena } from "@/lib/fetch/in-athena";
import { findAndPropose } from "@/lib/fetch/look-for-tables";

export const AgreedTables = z.object({
  caseId: z.uuid("There is no such case."),
  athena: AskedAthena,
  /** Of the proposals that were agreed to. */
  ids: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .min(1, "Choose what to make.")
    .max(500),
  /** What is made in somebody's account is made by nobody's oversight. */
  consent: z.literal(true, "Nothing is made before you agree to it."),
});
export type AgreedTables = z.input<typeof AgreedTables>;

/**
 * Makes tables that somebody has seen and agreed to. The trail has the statements and who agreed to them before the first of them is
 * run, and afterwards what came of it: AWS takes no part in a transaction. Throws AppError `not-found`, `forbidden`, `invalid` with
 * AWS's reason, and `conflict` where what was agreed to is not what would be made now.
 */
export async function makeTables(input: AgreedTables, connection: AwsConnection, person: Person): Promise<MadeTables> {
  const { caseId, athena: asked, ids } = AgreedTables.parse(input);
  await checkCase(person, caseId, "evidence.add");
  return inAthena(asked, { connection, askedBy: person.email }, async (athena) => {
    const { proposals } = await findAndPropose(athena);
    const agreed = proposals.filter(({ id }) => ids.includes(id));
    if (agreed.length < new Set(ids).size)
      throw new AppError(
        "conflict",
        "What would be made is not what you agreed to any more: look for the tables again.",
      );
    const { accountId, region, workgroup, database } = asked;
    const told = { actor: person, caseId, subject: `database ${database} of ${accountId}, ${region}` };
    await inTransaction(async (transaction) => {
      await lockCase(transaction, { caseId, how: "share", actor: person, to: "evidence.add" });
      const statements = agreed.map(({ statement }) => statement.toString());
      const detail = { connection: connection.name, workgroup, statements };
      await appendAuditEntry(transaction, { ...told, action: "athena.tables-agreed", detail });
    });
    const { fault, ...made } = await makeAll(agreed, athena);
    await inTransaction((transaction) =>
      appendAuditEntry(transaction, { ...told, action: "athena.tables-made", detail: { ...made } }),
    );
    if (fault !== null) throw fault;
    return made;
  });
}

/** The database before its tables; of those one does not wait for another. A fault of ours is given back once all have ended. */
async function makeAll(agreed: readonly Proposal[], athena: OpenAthena): Promise<MadeTables & { fault: unknown }> {
  const made: MadeTables & { fault: unknown } = { made: [], failed: [], fault: null };
  const make = async ({ makes, statement, title }: Proposal) => {
    try {
      await makeOne(athena, { makes, statement });
      made.made.push(title);
    } catch (error) {
      const isOurs = !(error instanceof AwsFault) && !athena.signal.aborted;
      if (isOurs) made.fault ??= error;
      const message = error instanceof AwsFault ? error.message : "AWS did not answer in time.";
      made.failed.push({ title, message: isOurs ? "It was cut off by a fault of Threadline." : message });
    }
  };
  for (const makes of ["database", "table"] as const)
    await Promise.all(agreed.filter((one) => one.makes === makes).map(make));
  return made;
}

async function makeOne(
  { clients, signal, asked: { accountId, region, workgroup }, outputLocation }: OpenAthena,
  { makes, statement }: Pick<Proposal, "makes" | "statement">,
): Promise<void> {
  const place = { client: await clients.of("athena"), workgroup, outputLocation, signal, accountId, region };
  await makeTable(place, statement, makes === "database" ? "glue:CreateDatabase" : "glue:CreateTable");
}
