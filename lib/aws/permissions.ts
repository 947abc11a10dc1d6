/** What an action works on, as policies name it. The words in capitals are for whoever writes the policy to fill in. */
const WORKS_ON = {
  anything: ["*"],
  bucket: ["arn:aws:s3:::LOG-BUCKET"],
  object: ["arn:aws:s3:::LOG-BUCKET/*"],
  key: ["arn:aws:kms:REGION:ACCOUNT-ID:key/KEY-ID"],
  "result object": ["arn:aws:s3:::RESULT-BUCKET/*"],
} as const;
type WorksOn = keyof typeof WORKS_ON;

/** What is sent to find out whether an action is allowed: it changes nothing, and costs nothing. Null: that takes a place of people's own. */
type Probe = Readonly<Record<string, unknown>> | null;

interface Permission {
  on: WorksOn;
  probe: Probe;
}

const NO_SUCH = "threadline-asks-whether-it-may";
const NO_SUCH_ID = "00000000-0000-4000-8000-000000000000";
const NO_DETECTOR = "0".repeat(32);
const dry: Permission = { on: "anything", probe: { DryRun: true } };
const plain: Permission = { on: "anything", probe: {} };
const withInput = (probe: Probe): Permission => ({ on: "anything", probe });

/**
 * Every IAM action that is asked of AWS. A permission is looked at before what was asked for: of a thing that is not there AWS says
 * that it is not there only to whoever may ask for it.
 */
export const PERMISSIONS: Readonly<Record<string, Permission>> = {
  "athena:GetQueryExecution": withInput({ QueryExecutionId: NO_SUCH_ID }),
  "athena:GetQueryResults": withInput({ QueryExecutionId: NO_SUCH_ID }),
  "athena:GetWorkGroup": withInput({ WorkGroup: "primary" }),
  // A query that AWS takes runs, and costs.
  "athena:StartQueryExecution": withInput(null),
  "athena:StopQueryExecution": withInput({ QueryExecutionId: NO_SUCH_ID }),
  "cloudtrail:DescribeTrails": plain,
  "cloudtrail:GetEventSelectors": withInput({ TrailName: NO_SUCH }),
  "cloudtrail:GetTrailStatus": withInput({ Name: NO_SUCH }),
  "cloudtrail:LookupEvents": withInput({ MaxResults: 1 }),
  "config:GetResourceConfigHistory": withInput({
    resourceType: "AWS::EC2::Instance",
    resourceId: "i-00000000000000000",
    limit: 1,
  }),
  "config:SelectResourceConfig": withInput({ Expression: "SELECT resourceId WHERE resourceId = 'none'", Limit: 1 }),
  "ec2:DescribeAddresses": dry,
  "ec2:DescribeFlowLogs": dry,
  "ec2:DescribeIamInstanceProfileAssociations": withInput({ MaxResults: 5 }),
  "ec2:DescribeInstances": dry,
  "ec2:DescribeNatGateways": dry,
  "ec2:DescribeNetworkAcls": dry,
  "ec2:DescribeNetworkInterfaces": dry,
  "ec2:DescribeRouteTables": dry,
  "ec2:DescribeSecurityGroups": dry,
  "ec2:DescribeVpcEndpoints": dry,
  // What AWS takes is made.
  "glue:CreateDatabase": withInput(null),
  "glue:CreateTable": withInput(null),
  "glue:GetDatabase": withInput({ Name: NO_SUCH }),
  "glue:GetPartitions": withInput({ DatabaseName: NO_SUCH, TableName: NO_SUCH, MaxResults: 1 }),
  "glue:GetTable": withInput({ DatabaseName: NO_SUCH, Name: NO_SUCH }),
  "glue:GetTables": withInput({ DatabaseName: NO_SUCH }),
  "guardduty:GetFindings": withInput({ DetectorId: NO_DETECTOR, FindingIds: [NO_DETECTOR] }),
  "guardduty:ListDetectors": withInput({ MaxResults: 1 }),
  "guardduty:ListFindings": withInput({ DetectorId: NO_DETECTOR, MaxResults: 1 }),
  "iam:GetAccessKeyLastUsed": withInput({ AccessKeyId: "AKIAIOSFODNN7EXAMPLE" }),
  "iam:ListInstanceProfiles": withInput({ MaxItems: 1 }),
  "kms:Decrypt": { on: "key", probe: null },
  "logs:DescribeLogGroups": withInput({ limit: 1 }),
  "logs:FilterLogEvents": withInput({ logGroupName: NO_SUCH, limit: 1 }),
  "logs:GetQueryResults": withInput({ queryId: NO_SUCH_ID }),
  "logs:StartQuery": withInput({
    logGroupName: NO_SUCH,
    startTime: 0,
    endTime: 1,
    queryString: "fields @timestamp | limit 1",
  }),
  "logs:StopQuery": withInput({ queryId: NO_SUCH_ID }),
  "organizations:ListAccounts": withInput({ MaxResults: 1 }),
  "route53resolver:ListResolverQueryLogConfigAssociations": withInput({ MaxResults: 1 }),
  "route53resolver:ListResolverQueryLogConfigs": withInput({ MaxResults: 1 }),
  "s3:GetBucketLocation": { on: "bucket", probe: null },
  "s3:GetObject": { on: "object", probe: null },
  "s3:ListBucket": { on: "bucket", probe: null },
  "s3:PutObject": { on: "result object", probe: null },
  "securityhub:GetFindings": withInput({ MaxResults: 1 }),
};

export interface Statement {
  Sid: string;
  Effect: "Allow";
  Action: string[];
  Resource: string[];
}
export interface Policy {
  Version: "2012-10-17";
  Statement: Statement[];
}

const sidOf = (on: WorksOn) =>
  `Threadline${on
    .split(" ")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("")}`;

/** The smallest policy that allows these actions, a statement for each kind of thing that they work on. */
export function policyFor(actions: Iterable<string>): Policy {
  const all = [...new Set(actions)].sort();
  const kinds = Object.keys(WORKS_ON) as WorksOn[];
  const statements = kinds.map((on) => {
    const Action = all.filter((action) => (PERMISSIONS[action]?.on ?? "anything") === on);
    return { Sid: sidOf(on), Effect: "Allow" as const, Action, Resource: [...WORKS_ON[on]] };
  });
  return { Version: "2012-10-17", Statement: statements.filter(({ Action }) => Action.length > 0) };
}
