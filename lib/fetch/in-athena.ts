import { z } from "zod";
import { AthenaSetup } from "@/lib/athena/athena-setup";
import { readWorkgroup } from "@/lib/athena/read-workgroup";
import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AwsFault, askAws } from "@/lib/aws/aws-fault";
import { AppError } from "@/lib/core/app-error";

const PATIENCE_MS = 60_000;

/** Where Athena is asked, and in which database of the Glue catalog its tables are. */
export const AskedAthena = AthenaSetup.omit({ tables: true, limitOf: true, outputLocation: true }).extend({
  database: z.string().trim().min(1, "Name the database that the tables are in.").max(255),
  /** Empty: the workgroup's own place. */
  outputLocation: z.union([z.literal(""), AthenaSetup.shape.outputLocation]),
});
export type AskedAthena = z.infer<typeof AskedAthena>;

/** Athena in one account and region, with what counts of the workgroup's settings. */
export interface OpenAthena {
  clients: AwsClients;
  signal: AbortSignal;
  asked: AskedAthena;
  /** Where results go: the workgroup's own place where it insists on it or none was asked for. */
  outputLocation: string;
  /** Of what was asked and what the workgroup allows, the smaller. */
  mostBytes: number;
  limitOf: AthenaSetup["limitOf"];
}

/**
 * Asks Athena and what is around it something, and lets go of it. Throws AppError `invalid` where the account is none of the
 * connection's, where results have no place to go, and with AWS's own reason where it refuses.
 */
export async function inAthena<T>(
  asked: AskedAthena,
  { connection, askedBy }: { connection: AwsConnection; askedBy: string },
  work: (athena: OpenAthena) => Promise<T>,
): Promise<T> {
  const { accountId, region } = asked;
  if (!connection.accounts.some((one) => one.accountId === accountId))
    throw new AppError("invalid", `The connection does not reach account ${accountId}.`);
  const clients = new AwsClients({ connection, accountId, region, askedBy });
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await work({ clients, signal, asked, ...(await limitsOf(asked, clients, signal)) });
  } catch (error) {
    if (signal.aborted) throw new AppError("unavailable", `AWS did not answer within ${PATIENCE_MS / 1000} seconds.`);
    throw error instanceof AwsFault ? new AppError("invalid", error.message, { cause: error }) : error;
  } finally {
    await clients.close();
  }
}

/** Where the workgroup may not be looked at, what was asked counts; Athena holds to the workgroup's limit all the same. */
async function limitsOf(asked: AskedAthena, clients: AwsClients, signal: AbortSignal) {
  const { accountId, region, workgroup, mostBytes } = asked;
  const own = await askAws({ action: "athena:GetWorkGroup", accountId, region, about: workgroup, signal }, async () =>
    readWorkgroup(await clients.of("athena"), workgroup, signal),
  ).catch((error: unknown) => {
    if (error instanceof AwsFault && error.kind === "denied") return null;
    throw error;
  });
  const outputLocation = (own?.isEnforced ? own.location : asked.outputLocation || own?.location) ?? "";
  if (outputLocation === "")
    throw new AppError("invalid", `The workgroup ${workgroup} names no place for results: say where they go.`);
  const isSmaller = own?.mostBytes != null && own.mostBytes < mostBytes;
  return {
    outputLocation,
    mostBytes: isSmaller ? (own.mostBytes ?? mostBytes) : mostBytes,
    limitOf: isSmaller ? ("workgroup" as const) : ("question" as const),
  };
}
