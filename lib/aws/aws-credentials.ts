import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { ClientsInput } from "@/lib/aws/aws-clients";

/** What STS takes in the name of a session: 2 to 64 of these. */
const NOT_IN_A_NAME = /[^\w+=,.@-]+/g;
const LONGEST_NAME = 64;

/** The name of an assumed role's session: that it was Threadline, and who asked. */
export function sessionName(askedBy: string): string {
  return `threadline-${askedBy.replace(NOT_IN_A_NAME, "-")}`.slice(0, LONGEST_NAME);
}

/** How long before their end credentials are taken anew. */
const BEFORE_END_MS = 5 * 60 * 1000;

/** One session for all who ask at once, and until it nears its end. */
function keptWhileValid<Given extends { expiration?: Date }>(take: () => Promise<Given>): () => Promise<Given> {
  let kept: Promise<Given> | null = null;
  return async () => {
    const asked = kept;
    const found = await asked?.catch(() => null);
    if (found && (!found.expiration || found.expiration.getTime() - Date.now() > BEFORE_END_MS)) return found;
    // Whoever waited for the same one finds the next one here.
    if (kept === asked) kept = take();
    return kept as Promise<Given>;
  };
}

/**
 * Credentials for one account of a connection: those that the SDK finds where this runs (environment, shared configuration,
 * the machine's own role), or of the account's role, assumed with them. Nothing is kept but in memory.
 */
export function awsCredentials({ connection, accountId, region, askedBy }: Omit<ClientsInput, "meter">) {
  const profile = connection.profile === null ? {} : { profile: connection.profile };
  const account = connection.accounts.find((one) => one.accountId === accountId);
  const endpoint = connection.endpoints.sts;
  const clientConfig = { region, ...(endpoint === undefined ? {} : { endpoint }) };
  const master = fromNodeProviderChain({ ...profile, clientConfig });
  if (!account?.roleArn) return keptWhileValid(() => master());
  const { roleArn } = account;
  const taken = fromTemporaryCredentials({
    masterCredentials: master,
    clientConfig,
    params: {
      RoleArn: roleArn,
      RoleSessionName: sessionName(askedBy),
      ...(connection.externalId === null ? {} : { ExternalId: connection.externalId }),
    },
  });
  return keptWhileValid(() => taken());
}
