import { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsConnection, ConnectedAccount } from "@/lib/aws/aws-connection.types";
import { AwsFault, askAws } from "@/lib/aws/aws-fault";
import { findCaller } from "@/lib/aws/find-caller";

/** A list that goes on for ever ends here. */
const MOST_PAGES = 1_000;

interface Organisation {
  /** The role of that name is assumed in every account but the one that the credentials are of. */
  roleName: string;
  /** Account and ARN of the role that may list; null: the credentials themselves may. */
  reader: { accountId: string; roleArn: string } | null;
  askedBy: string;
  signal?: AbortSignal;
}

/** The active accounts of an organisation, each with the role that reaches it, by number. Throws AwsFault. */
export async function listOrganisation(base: AwsConnection, organisation: Organisation): Promise<ConnectedAccount[]> {
  const { roleName, reader, askedBy, signal } = organisation;
  const caller = await findCaller(base, { askedBy, signal });
  const region = base.regions[0] ?? "us-east-1";
  const accountId = reader?.accountId ?? caller.accountId;
  const connection = { ...base, accounts: reader === null ? [] : [reader] };
  const clients = new AwsClients({ connection, accountId, region, askedBy });
  const found: ConnectedAccount[] = [];
  try {
    const { ListAccountsCommand } = await import("@aws-sdk/client-organizations");
    const client = await clients.of("organizations");
    const asked = { action: "organizations:ListAccounts", accountId, region, signal };
    let NextToken: string | undefined;
    for (let pages = 0; pages === 0 || NextToken !== undefined; pages += 1) {
      if (pages >= MOST_PAGES)
        throw new AwsFault("refused", "TooManyPages", `The organisation's list has more than ${MOST_PAGES} pages.`);
      const page = await askAws(asked, () =>
        client.send(new ListAccountsCommand({ NextToken }), { abortSignal: signal }),
      );
      for (const { Id = "", Arn = "", Status } of page.Accounts ?? []) {
        // A suspended account takes no calls.
        if (Status !== "ACTIVE" || !/^\d{12}$/.test(Id)) continue;
        const partition = Arn.split(":")[1] ?? "aws";
        const roleArn = Id === caller.accountId ? null : `arn:${partition}:iam::${Id}:role/${roleName}`;
        found.push({ accountId: Id, roleArn });
      }
      NextToken = page.NextToken;
    }
  } finally {
    await clients.close();
  }
  return found.sort((left, right) => (left.accountId < right.accountId ? -1 : 1));
}
