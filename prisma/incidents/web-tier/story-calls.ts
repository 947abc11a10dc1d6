import { type Event, instanceIdentity, mint, roleArn, temporaryKey, writeEvent } from "./cloudtrail";
import { writeRoleChain } from "./role-chain";
import type { Scene } from "./scene";
import { countOwnCall, tally, tieToIndicator, truthOf } from "./truth";
import { ACCOUNT, INDICATOR, MINUTE, SECOND, SECOND_FOREIGN_IP, STORY, WEB_2 } from "./world";

type Call = Pick<Event, "eventSource" | "eventName"> & Partial<Event>;

const EC2 = "ec2.amazonaws.com";
const IAM = "iam.amazonaws.com";
const STS = "sts.amazonaws.com";

/** What was tried with the stolen key from the flagged address itself. */
const FROM_INDICATOR: Call[] = [
  { eventSource: STS, eventName: "GetCallerIdentity" },
  { eventSource: "s3.amazonaws.com", eventName: "ListBuckets" },
  { eventSource: EC2, eventName: "DescribeInstances", errorCode: "Client.UnauthorizedOperation" },
  { eventSource: EC2, eventName: "DescribeSecurityGroups", errorCode: "Client.UnauthorizedOperation" },
  { eventSource: IAM, eventName: "ListUsers", errorCode: "AccessDenied" },
  { eventSource: IAM, eventName: "ListRoles", errorCode: "AccessDenied" },
  { eventSource: "secretsmanager.amazonaws.com", eventName: "GetSecretValue" },
  {
    eventSource: STS,
    eventName: "AssumeRole",
    errorCode: "AccessDenied",
    requestParameters: { roleArn: roleArn("admin"), roleSessionName: "deploy-tool" },
  },
];

/** Counts a call made with the stolen key: the instance's session's, and off the instance. */
function countStolen(scene: Scene, call: Call, accessKeyId: string, atMs: number, sourceIp: string): void {
  const { truth } = scene;
  countOwnCall(truth, WEB_2.instanceId, { ...call, roleArn: roleArn(WEB_2.role), accessKeyId });
  const told = truthOf(truth, WEB_2.instanceId);
  const use = told.offInstance.get(sourceIp);
  told.offInstance.set(sourceIp, {
    calls: (use?.calls ?? 0) + 1,
    keys: new Set(use?.keys).add(accessKeyId),
    firstSeenMs: Math.min(use?.firstSeenMs ?? atMs, atMs),
    lastSeenMs: Math.max(use?.lastSeenMs ?? atMs, atMs),
  });
  if (sourceIp !== INDICATOR) return;
  told.matchedBy.add("api");
  tally(truth.callsFromIndicator, call);
  tieToIndicator(truth, "api", atMs);
}

/** Somebody at the flagged address also tried the console, as a person whom the account knows. */
function consoleTried(scene: Scene): void {
  const call = { eventSource: "signin.amazonaws.com", eventName: "ConsoleLogin" };
  writeEvent(scene, {
    ...call,
    atMs: STORY.keyStolenAt + 70 * MINUTE,
    userIdentity: { type: "IAMUser", principalId: "AIDAEXAMPLEREPORTS001", accountId: ACCOUNT, userName: "reports" },
    sourceIPAddress: INDICATOR,
    readOnly: false,
    responseElements: { ConsoleLogin: "Failure" },
    rest: {
      errorMessage: "Failed authentication",
      eventType: "AwsConsoleSignIn",
      additionalEventData: { MFAUsed: "No", LoginTo: "https://console.aws.amazon.com/" },
    },
  });
  tally(scene.truth.callsFromIndicator, call);
}

/** Credentials fetched from the web server's metadata service and used from two foreign addresses, beside the agent's own key. */
export function writeStoryCalls(scene: Scene): void {
  const stolen = temporaryKey(scene.random);
  mint(scene, WEB_2, stolen, STORY.keyStolenAt);
  // A request forged through the web server reaches the first version of the metadata service only.
  const identity = instanceIdentity(WEB_2, stolen, STORY.keyStolenAt, "1.0");
  for (const [index, call] of FROM_INDICATOR.entries()) {
    const atMs = STORY.keyStolenAt + 4 * MINUTE + index * 25 * SECOND;
    writeEvent(scene, { ...call, atMs, userIdentity: identity, sourceIPAddress: INDICATOR });
    countStolen(scene, call, stolen, atMs, INDICATOR);
  }
  const hopAt = STORY.keyStolenAt + 40 * MINUTE;
  writeRoleChain(scene, identity, hopAt);
  countStolen(scene, { eventSource: STS, eventName: "AssumeRole" }, stolen, hopAt, SECOND_FOREIGN_IP);
  consoleTried(scene);
}
