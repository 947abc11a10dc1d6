import { randomUUID } from "node:crypto";
import { type AthenaPlace, awaitQuery, startQuery } from "@/lib/athena/run-query";
import type { Sql } from "@/lib/athena/sql/sql";
import { AwsFault, awsFault } from "@/lib/aws/aws-fault";

/**
 * Runs a statement that makes a table, or a database, and that somebody has agreed to: it scans nothing. `action` is what IAM calls
 * it. Throws AwsFault where it failed, in words for a permission that Athena lacked on the way.
 */
export async function makeTable(
  place: AthenaPlace & { accountId: string; region: string },
  statement: Sql,
  action: "glue:CreateTable" | "glue:CreateDatabase",
): Promise<void> {
  try {
    const id = await startQuery(place, statement, randomUUID());
    await awaitQuery(place, id, 0);
  } catch (error) {
    throw deniedOnTheWay(error, { ...place, action }) ?? awsFault(error, { ...place, action: START });
  }
}

const START = "athena:StartQueryExecution";

/** What is not allowed is found out by the query, and told as the reason of its failure. */
function deniedOnTheWay(error: unknown, asked: { accountId: string; region: string; action: string }): AwsFault | null {
  if (
    !(error instanceof AwsFault) ||
    !/insufficient permissions|not authorized to perform|access denied/i.test(error.message)
  )
    return null;
  const denied = Object.assign(new Error(error.message), { name: "AccessDeniedException" });
  return awsFault(denied, asked);
}
