import type { AwsConnection } from "@/lib/aws/aws-connection.types";

/** Of a long list the first few stand in the trail. */
const TOLD_ACCOUNTS = 20;

/** What the trail says of a connection: who can be asked, as whom and where. */
export function describeConnection({ profile, accounts, regions, endpoints }: AwsConnection) {
  return {
    profile,
    accounts: accounts.length,
    first: accounts.slice(0, TOLD_ACCOUNTS).map(({ accountId, roleArn }) => roleArn ?? accountId),
    regions: [...regions],
    endpoints: { ...endpoints },
  };
}
