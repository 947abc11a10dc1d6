import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { AwsClients } from "@/lib/aws/aws-clients";
import { AWS_SERVICES, type AwsConnection } from "@/lib/aws/aws-connection.types";
import type { SourceContext } from "@/lib/sources/source.types";

const ACCOUNT = "111122223333";
const REGION = "eu-central-1";

/** A connection to one account and region, all of whose services are the fake. */
export function fakeConnection(aws: FakeAws): AwsConnection {
  const endpoints = Object.fromEntries(AWS_SERVICES.map((service) => [service, aws.url]));
  const rest = { id: "c", name: "fake", profile: null, externalId: null, regions: [REGION] };
  return { ...rest, accounts: [{ accountId: ACCOUNT, roleArn: null }], endpoints };
}

/** What a source is run with, its clients asking the fake. Credentials are the environment's. */
export function fakeContext(aws: FakeAws, more: Partial<SourceContext> = {}): SourceContext {
  const connection = fakeConnection(aws);
  const clients = new AwsClients({ accountId: ACCOUNT, region: REGION, askedBy: "ann", connection });
  return { clients, accountId: ACCOUNT, region: REGION, signal: new AbortController().signal, ...more };
}
