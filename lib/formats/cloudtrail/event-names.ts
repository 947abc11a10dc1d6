/** Members of `requestParameters` that name what a call is about, the more telling one first. */
export const TARGET_MEMBERS = [
  "secretId",
  "policyArn",
  "userName",
  "roleName",
  "groupName",
  "groupId",
  "networkAclId",
  "snapshotId",
  "imageId",
  "detectorId",
  "resolverQueryLogConfigId",
  "instanceId",
  "functionName",
  "roleArn",
  "keyId",
] as const;

/** Names of CloudTrail's members that are read, as events write them; tables write them in other ways. */
const NAMES = [
  "eventVersion",
  "userIdentity",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "requestID",
  "eventID",
  "readOnly",
  "eventType",
  "apiVersion",
  "managementEvent",
  "recipientAccountId",
  "serviceEventDetails",
  "sharedEventID",
  "vpcEndpointId",
  "vpcEndpointAccountId",
  "eventCategory",
  "addendum",
  "originalEventID",
  "sessionCredentialFromConsole",
  "tlsDetails",
  "insightDetails",
  "principalId",
  "accountId",
  "accessKeyId",
  "invokedBy",
  "sessionContext",
  "sessionIssuer",
  "attributes",
  "creationDate",
  "mfaAuthenticated",
  "ec2RoleDelivery",
  "sourceIdentity",
  "inScopeOf",
  "issuerType",
  "credentialsIssuedTo",
  "roleSessionName",
  "assumedRoleUser",
  "federatedUser",
  "credentials",
  "assumedRoleId",
  "federatedUserId",
  "bucketName",
  ...TARGET_MEMBERS,
  "policyName",
  "policyDocument",
  "assumeRolePolicyDocument",
];

/** The console's downloads name a few columns in words of their own. */
const OTHERS: [string, string][] = [
  ["awsaccesskey", "accessKeyId"],
  ["accesskey", "accessKeyId"],
];

const BY_FOLDED = new Map([...NAMES.map((name): [string, string] => [fold(name), name]), ...OTHERS]);

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[ _-]/g, "");
}

/** A name as events write it: `useridentity` is `userIdentity`, and so is `User identity`; others stay as they are. */
export function eventName(name: string): string {
  return BY_FOLDED.get(fold(name)) ?? name;
}
