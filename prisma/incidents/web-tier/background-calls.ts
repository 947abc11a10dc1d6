import { instanceIdentity, mint, OPERATOR, roleArn, temporaryKey, writeEvent } from "./cloudtrail";
import type { Scene } from "./scene";
import { countOwnCall } from "./truth";
import { ACCOUNT, BACKUP_1, END, HOUR, INSTANCES, type Instance, MINUTE, NAT, SECOND, START } from "./world";

interface Work {
  eventSource: string;
  eventName: string;
  readOnly: boolean;
}

const EVERYDAY: Record<string, Work[]> = {
  "app-web": [
    { eventSource: "ssm.amazonaws.com", eventName: "UpdateInstanceInformation", readOnly: false },
    { eventSource: "secretsmanager.amazonaws.com", eventName: "GetSecretValue", readOnly: true },
  ],
  "app-core": [
    { eventSource: "sqs.amazonaws.com", eventName: "GetQueueUrl", readOnly: true },
    { eventSource: "ssm.amazonaws.com", eventName: "UpdateInstanceInformation", readOnly: false },
  ],
  "app-db": [{ eventSource: "kms.amazonaws.com", eventName: "Decrypt", readOnly: true }],
  "app-backup": [
    { eventSource: "s3.amazonaws.com", eventName: "ListBuckets", readOnly: true },
    { eventSource: "s3.amazonaws.com", eventName: "GetBucketLocation", readOnly: true },
  ],
  "app-ops": [{ eventSource: "ec2.amazonaws.com", eventName: "DescribeInstances", readOnly: true }],
  "app-batch": [{ eventSource: "sqs.amazonaws.com", eventName: "GetQueueAttributes", readOnly: true }],
};

/** Where an instance's calls come from: its own public address, its NAT gateway's, or its private one through an endpoint. */
function sourceOf(instance: Instance): { sourceIPAddress: string; rest?: Record<string, unknown> } {
  if (instance === BACKUP_1) {
    return {
      sourceIPAddress: instance.privateIp,
      rest: { vpcEndpointId: "vpce-0a1b2c3d4e5f60719", vpcEndpointAccountId: ACCOUNT },
    };
  }
  return { sourceIPAddress: instance.publicIp ?? NAT.publicIp };
}

/** An instance's own sessions: EC2 fetches a key every hour, the software on it takes a new one every six. */
function ownCalls(scene: Scene, instance: Instance, perHour: number): void {
  const { random, truth } = scene;
  const to = instance.terminatedAt ?? END;
  let used = { key: "", issuedAt: Number.NEGATIVE_INFINITY };
  for (let at = Math.max(START, instance.launchedAt); at < to; at += HOUR) {
    const minted = { key: temporaryKey(random), issuedAt: at + random.whole(1, 20) * SECOND };
    mint(scene, instance, minted.key, minted.issuedAt);
    if (at - used.issuedAt >= 5 * HOUR) used = minted;
    const count = Math.floor(perHour) + (random.chance(perHour % 1) ? 1 : 0);
    for (let n = 0; n < count; n += 1) {
      const work = random.pick(EVERYDAY[instance.role] ?? []);
      const failure = random.chance(0.01)
        ? { errorCode: "ThrottlingException", errorMessage: "Rate exceeded" }
        : undefined;
      writeEvent(scene, {
        ...work,
        ...sourceOf(instance),
        ...failure,
        atMs: at + random.whole(1, 59) * MINUTE + random.whole(0, 59) * SECOND,
        userIdentity: instanceIdentity(instance, used.key, used.issuedAt),
      });
      const whose = { roleArn: roleArn(instance.role), accessKeyId: used.key };
      countOwnCall(truth, instance.instanceId, { ...work, ...failure, ...whose });
    }
  }
}

/** Calls of people and of AWS's own services, which are nobody's instance. */
function others(scene: Scene): void {
  const { random } = scene;
  for (let hour = START; hour < END; hour += HOUR) {
    writeEvent(scene, {
      atMs: hour + random.whole(0, 59) * MINUTE,
      eventSource: "cloudformation.amazonaws.com",
      eventName: "DescribeStacks",
      userIdentity: OPERATOR,
      sourceIPAddress: "203.0.113.250",
    });
    writeEvent(scene, {
      atMs: hour + random.whole(0, 59) * MINUTE,
      eventSource: "kms.amazonaws.com",
      eventName: "GenerateDataKey",
      userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
      sourceIPAddress: "ec2.amazonaws.com",
    });
  }
}

/** `scale` thins the instances' everyday calls; 1 gives about 4,400 of them, and an hourly key for each instance. */
export function writeBackgroundCalls(scene: Scene, scale: number): void {
  for (const instance of INSTANCES) ownCalls(scene, instance, 9.7 * Math.max(scale, 0.1));
  others(scene);
}
