import { z } from "zod";
import { AthenaSetup } from "@/lib/athena/athena-setup";
import { findTables } from "@/lib/athena/find-tables";
import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AwsFault, askAws } from "@/lib/aws/aws-fault";
import { AppError } from "@/lib/core/app-error";

const PATIENCE_MS = 30_000;

/** Where Athena is asked, and in which database of the Glue catalog its tables are. */
export const AskedAthena = AthenaSetup.omit({ tables: true }).extend({
  database: z.string().trim().min(1, "Name the database that the tables are in.").max(255),
});
export type AskedAthena = z.infer<typeof AskedAthena>;

/**
 * Finds the tables that Athena is asked over: all of the database that hold logs. Throws AppError `invalid` where none does, where
 * the account is none of the connection's, and with AWS's own reason where it refuses.
 */
export async function setUpAthena(
  { database, ...setup }: AskedAthena,
  connection: AwsConnection,
  askedBy: string,
): Promise<AthenaSetup> {
  const { accountId, region } = setup;
  if (!connection.accounts.some((one) => one.accountId === accountId))
    throw new AppError("invalid", `The connection does not reach account ${accountId}.`);
  const clients = new AwsClients({ connection, accountId, region, askedBy });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const tables = await askAws({ action: "glue:GetTables", accountId, region }, async () =>
      findTables(await clients.of("glue"), database, signal),
    );
    if (tables.length === 0)
      throw new AppError("invalid", `No table of ${database} holds flow, resolver or CloudTrail logs.`);
    return AthenaSetup.parse({ ...setup, tables });
  } catch (error) {
    throw error instanceof AwsFault ? new AppError("invalid", error.message, { cause: error }) : error;
  } finally {
    await clients.close();
  }
}
