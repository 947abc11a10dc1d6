import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { askAws } from "@/lib/aws/aws-fault";

/** Whoever asks: before roles are assumed, the account is not known. */
const NOT_KNOWN = "of these credentials";

/** Whose the credentials of a connection are, before any role is assumed. Throws AwsFault. */
export async function findCaller(
  connection: AwsConnection,
  { askedBy, signal }: { askedBy: string; signal?: AbortSignal },
): Promise<{ accountId: string; arn: string }> {
  const region = connection.regions[0] ?? "us-east-1";
  const clients = new AwsClients({ connection, accountId: NOT_KNOWN, region, askedBy });
  try {
    const asked = { action: "sts:GetCallerIdentity", accountId: NOT_KNOWN, region, signal };
    const { Account = "", Arn = "" } = await askAws(asked, async () => {
      const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
      return (await clients.of("sts")).send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    });
    return { accountId: Account, arn: Arn };
  } finally {
    await clients.close();
  }
}
