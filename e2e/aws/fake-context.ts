import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { AwsClients } from "@/lib/aws/aws-clients";
import { AWS_SERVICES } from "@/lib/aws/aws-connection.types";
import type { SourceContext } from "@/lib/sources/source.types";

const ACCOUNT = "111122223333";
const REGION = "eu-central-1";

/** What a source is run with, its clients asking the fake. Credentials are the environment's: see `pretendCredentials`. */
export function fakeContext(aws: FakeAws, more: Partial<SourceContext> = {}): SourceContext {
  const endpoints = Object.fromEntries(AWS_SERVICES.map((service) => [service, aws.url]));
  const account = { accountId: ACCOUNT, roleArn: null };
  const rest = { id: "c", name: "fake", profile: null, externalId: null, regions: [REGION] };
  const clients = new AwsClients({
    ...{ accountId: ACCOUNT, region: REGION, askedBy: "ann" },
    connection: { ...rest, accounts: [account], endpoints },
  });
  return { clients, accountId: ACCOUNT, region: REGION, signal: new AbortController().signal, ...more };
}
