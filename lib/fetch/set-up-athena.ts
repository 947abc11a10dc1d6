import { AthenaSetup } from "@/lib/athena/athena-setup";
import { findTables } from "@/lib/athena/find-tables";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AwsFault, askAws } from "@/lib/aws/aws-fault";
import { AppError } from "@/lib/core/app-error";
import { type AskedAthena, inAthena, type OpenAthena } from "@/lib/fetch/in-athena";

/** The tables of the database that hold logs; null where there is no such database. Throws AwsFault. */
export function tablesIn({ asked, clients, signal }: OpenAthena): Promise<LogTable[] | null> {
  const { accountId, region, database } = asked;
  return askAws({ action: "glue:GetTables", accountId, region, about: database, signal }, async () =>
    findTables(await clients.of("glue"), database, signal),
  ).catch((error: unknown) => {
    if (error instanceof AwsFault && error.kind === "not-found") return null;
    throw error;
  });
}

/**
 * Finds the tables that Athena is asked over: all of the database that hold logs. Throws AppError `invalid` where none does, where
 * the account is none of the connection's, and with AWS's own reason where it refuses.
 */
export function setUpAthena(asked: AskedAthena, connection: AwsConnection, askedBy: string): Promise<AthenaSetup> {
  return inAthena(asked, { connection, askedBy }, async (athena) => {
    const tables = await tablesIn(athena);
    if (tables === null || tables.length === 0) {
      const none = tables
        ? `No table of ${asked.database} holds flow, resolver or CloudTrail logs`
        : `There is no database ${asked.database}`;
      throw new AppError("invalid", `${none}. Look for tables: what is missing can be made.`);
    }
    const { accountId, region, workgroup } = asked;
    const { outputLocation, mostBytes, limitOf } = athena;
    const setup = AthenaSetup.safeParse({ accountId, region, workgroup, outputLocation, mostBytes, limitOf, tables });
    if (!setup.success) throw new AppError("invalid", setup.error.issues[0]?.message ?? "Athena cannot be asked so.");
    return setup.data;
  });
}
