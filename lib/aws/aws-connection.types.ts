/** The services that are asked, under the names by which an endpoint of its own is given to each. */
export const AWS_SERVICES = [
  "athena",
  "cloudtrail",
  "cloudwatch-logs",
  "config",
  "ec2",
  "glue",
  "guardduty",
  "iam",
  "organizations",
  "route53resolver",
  "s3",
  "securityhub",
  "sts",
] as const;
export type AwsService = (typeof AWS_SERVICES)[number];

/** How an account is reached: the role that is assumed in it, or none where the credentials themselves are of it. */
export interface ConnectedAccount {
  accountId: string;
  roleArn: string | null;
}

/** A way into AWS with rights to read. It holds no key: credentials are found by the SDK's own chain where it runs. */
export interface AwsConnection {
  id: string;
  name: string;
  /** Of the shared configuration of the machine; null: the chain's default. */
  profile: string | null;
  /** Given when a role is assumed, where its trust asks for one. */
  externalId: string | null;
  accounts: readonly ConnectedAccount[];
  regions: readonly string[];
  /** Of private endpoints; a service that is not named here has the SDK's own, or the standard environment variable's. */
  endpoints: Readonly<Partial<Record<AwsService, string>>>;
}
