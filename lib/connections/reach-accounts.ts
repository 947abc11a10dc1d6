import type { AwsConnection, ConnectedAccount } from "@/lib/aws/aws-connection.types";
import { AwsFault } from "@/lib/aws/aws-fault";
import { findCaller } from "@/lib/aws/find-caller";
import { listOrganisation } from "@/lib/aws/list-organisation";
import { accountOfRole, MOST_ACCOUNTS, type NewConnection } from "@/lib/connections/new-connection";
import { AppError } from "@/lib/core/app-error";

/** How long AWS may take to say which accounts there are. */
const WITHIN_MS = 60_000;

/**
 * The accounts that a connection reaches: those that were written down, those of the organisation, or the one that the
 * credentials are of. Asks AWS for the latter two. Throws AppError `unavailable` in AWS's fault's words.
 */
export async function reachAccounts(
  base: AwsConnection,
  reach: NewConnection["reach"],
  askedBy: string,
): Promise<ConnectedAccount[]> {
  if (reach.by === "accounts" && reach.accounts.length > 0) return reach.accounts;
  const signal = AbortSignal.timeout(WITHIN_MS);
  return inWords(async () => {
    if (reach.by === "accounts") {
      const { accountId } = await findCaller(base, { askedBy, signal });
      return [{ accountId, roleArn: null }];
    }
    const { roleName, readerArn } = reach;
    const reader = readerArn === null ? null : { accountId: accountOfRole(readerArn), roleArn: readerArn };
    const listed = await listOrganisation(base, { roleName, reader, askedBy, signal });
    if (listed.length === 0) throw new AppError("invalid", "The organisation has no active account.");
    if (listed.length > MOST_ACCOUNTS)
      throw new AppError("invalid", `A connection has ${MOST_ACCOUNTS} accounts at most.`);
    return listed;
  });
}

async function inWords<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AwsFault) throw new AppError("unavailable", error.message, { cause: error });
    if (error instanceof Error && error.name === "TimeoutError")
      throw new AppError("unavailable", "AWS did not answer within a minute.", { cause: error });
    throw error;
  }
}
