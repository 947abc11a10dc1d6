import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { askAws } from "@/lib/aws/aws-fault";

/** Whoever asks: before roles are assumed, the account is not known. */
const NOT_KNOWN = "of these credentials";

interface Asking {
  askedBy: string;
  signal?: AbortSignal;
  /** The account whose role is assumed first; without one, whoever holds the credentials. */
  accountId?: string;
  region?: string;
  attempts?: number;
}

/** Whose the credentials of a connection are, or of a role of it. Throws AwsFault. */
export async function findCaller(
  connection: AwsConnection,
  asking: Asking,
): Promise<{ accountId: string; arn: string }> {
  const { askedBy, signal, accountId = NOT_KNOWN, region = connection.regions[0] ?? "us-east-1", attempts } = asking;
  const clients = new AwsClients({ connection, accountId, region, askedBy, attempts });
  try {
    const asked = { action: "sts:GetCallerIdentity", accountId, region, signal };
    const { Account = "", Arn = "" } = await askAws(asked, async () => {
      const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
      return (await clients.of("sts")).send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    });
    return { accountId: Account, arn: Arn };
  } finally {
    await clients.close();
  }
}
