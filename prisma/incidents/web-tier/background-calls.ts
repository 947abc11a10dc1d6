import { instanceIdentity, mint, type Scene, temporaryKey, trailFile, writeEvent } from "./cloudtrail";
import { type Truth, truthOf } from "./truth";
import {
  ACCOUNT,
  APP_1,
  BACKUP_1,
  BATCH_1,
  BATCH_2,
  END,
  FLOATING,
  HOUR,
  INSTANCES,
  type Instance,
  MINUTE,
  NAT,
  PRIVATE_SUBNET,
  REGION,
  SECOND,
  START,
  VPC,
} from "./world";

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
    { eventSource: "sqs.amazonaws.com", eventName: "ReceiveMessage", readOnly: true },
    { eventSource: "ssm.amazonaws.com", eventName: "UpdateInstanceInformation", readOnly: false },
  ],
  "app-db": [{ eventSource: "kms.amazonaws.com", eventName: "Decrypt", readOnly: true }],
  "app-backup": [
    { eventSource: "s3.amazonaws.com", eventName: "ListBuckets", readOnly: true },
    { eventSource: "s3.amazonaws.com", eventName: "GetBucketLocation", readOnly: true },
  ],
  "app-ops": [{ eventSource: "ec2.amazonaws.com", eventName: "DescribeInstances", readOnly: true }],
  "app-batch": [{ eventSource: "sqs.amazonaws.com", eventName: "DeleteMessage", readOnly: false }],
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

export function countCall(
  truth: Truth,
  instance: Instance,
  call: { roleArn: string; accessKeyId: string; failed?: boolean },
): void {
  const told = truthOf(truth, instance.instanceId);
  told.keys.set(call.roleArn, (told.keys.get(call.roleArn) ?? new Set()).add(call.accessKeyId));
  told.calls += 1;
  if (call.failed) told.errors += 1;
}

/** An instance's own sessions: a new key every six hours, and everyday calls with it. */
function ownCalls(scene: Scene, instance: Instance, perHour: number): void {
  const { random, truth } = scene;
  const to = instance.terminatedAt ?? END;
  let key = "";
  let issuedAt = 0;
  for (let at = Math.max(START, instance.launchedAt); at < to; at += HOUR) {
    if (key === "" || at - issuedAt >= 6 * HOUR) {
      key = temporaryKey(random);
      issuedAt = at + random.whole(1, 20) * SECOND;
      mint(scene, instance, key, issuedAt);
    }
    const count = Math.floor(perHour) + (random.chance(perHour % 1) ? 1 : 0);
    for (let n = 0; n < count; n += 1) {
      const work = random.pick(EVERYDAY[instance.role] ?? []);
      const failed = random.chance(0.01);
      writeEvent(scene, {
        ...work,
        ...sourceOf(instance),
        atMs: at + random.whole(1, 59) * MINUTE + random.whole(0, 59) * SECOND,
        userIdentity: instanceIdentity(instance, key, issuedAt),
        ...(failed ? { errorCode: "ThrottlingException", errorMessage: "Rate exceeded" } : {}),
      });
      countCall(truth, instance, {
        roleArn: `arn:aws:iam::${ACCOUNT}:role/${instance.role}`,
        accessKeyId: key,
        failed,
      });
    }
  }
}

const OPERATOR = {
  type: "IAMUser",
  principalId: "AIDAEXAMPLEOPERATOR01",
  arn: `arn:aws:iam::${ACCOUNT}:user/pipeline`,
  accountId: ACCOUNT,
  accessKeyId: "AKIAEXAMPLEPIPELINE01",
  userName: "pipeline",
};

/** What moved interfaces and instances while the evidence was recorded. */
function infrastructure(scene: Scene): void {
  const shared = {
    userIdentity: OPERATOR,
    sourceIPAddress: "203.0.113.250",
    readOnly: false,
    eventSource: "ec2.amazonaws.com",
  };
  const [first, second] = FLOATING.attachments;
  writeEvent(scene, {
    ...shared,
    atMs: BATCH_1.terminatedAt ?? START,
    eventName: "TerminateInstances",
    requestParameters: { instancesSet: { items: [{ instanceId: BATCH_1.instanceId }] } },
    responseElements: {
      instancesSet: {
        items: [
          {
            instanceId: BATCH_1.instanceId,
            currentState: { code: 32, name: "shutting-down" },
            previousState: { code: 16, name: "running" },
          },
        ],
      },
    },
  });
  writeEvent(scene, {
    ...shared,
    atMs: BATCH_2.launchedAt,
    eventName: "RunInstances",
    requestParameters: { instanceType: "m7g.large", minCount: 1, maxCount: 1, subnetId: PRIVATE_SUBNET },
    responseElements: {
      instancesSet: {
        items: [
          {
            instanceId: BATCH_2.instanceId,
            privateIpAddress: BATCH_2.privateIp,
            vpcId: VPC,
            subnetId: PRIVATE_SUBNET,
            launchTime: BATCH_2.launchedAt,
            iamInstanceProfile: {
              arn: `arn:aws:iam::${ACCOUNT}:instance-profile/app-batch`,
              id: "AIPAEXAMPLEBATCH00001",
            },
            networkInterfaceSet: {
              items: [
                {
                  networkInterfaceId: BATCH_2.interfaceId,
                  subnetId: PRIVATE_SUBNET,
                  vpcId: VPC,
                  privateIpAddress: BATCH_2.privateIp,
                  attachment: {
                    attachmentId: "eni-attach-0f2a2f2a2f2a2f2a2",
                    deviceIndex: 0,
                    status: "attaching",
                    attachTime: BATCH_2.launchedAt,
                  },
                },
              ],
            },
          },
        ],
      },
    },
  });
  writeEvent(scene, {
    ...shared,
    atMs: first.to,
    eventName: "DetachNetworkInterface",
    requestParameters: { attachmentId: first.attachmentId, force: false },
    responseElements: { _return: true },
  });
  writeEvent(scene, {
    ...shared,
    atMs: second.from,
    eventName: "AttachNetworkInterface",
    requestParameters: {
      networkInterfaceId: FLOATING.interfaceId,
      instanceId: second.instance.instanceId,
      deviceIndex: 1,
    },
    responseElements: { attachmentId: second.attachmentId },
  });
}

/** Calls of people and of services, an Insights event, and one object that was delivered a second time. */
function others(scene: Scene): void {
  const { random, files } = scene;
  for (let hour = 0; hour < 48; hour += 1) {
    writeEvent(scene, {
      atMs: START + hour * HOUR + random.whole(0, 59) * MINUTE,
      eventSource: "cloudformation.amazonaws.com",
      eventName: "DescribeStacks",
      userIdentity: OPERATOR,
      sourceIPAddress: "203.0.113.250",
    });
    writeEvent(scene, {
      atMs: START + hour * HOUR + random.whole(0, 59) * MINUTE,
      eventSource: "kms.amazonaws.com",
      eventName: "GenerateDataKey",
      userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
      sourceIPAddress: "ec2.amazonaws.com",
    });
    // AWS's own role for the machine, not code on it: its session is named after the instance too.
    writeEvent(scene, {
      atMs: START + hour * HOUR + random.whole(0, 59) * MINUTE,
      eventSource: "kms.amazonaws.com",
      eventName: "Decrypt",
      userIdentity: {
        type: "AssumedRole",
        principalId: `${ACCOUNT}:aws:ec2-infrastructure:${APP_1.instanceId}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-infrastructure/${APP_1.instanceId}`,
        accountId: ACCOUNT,
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: `${ACCOUNT}:aws:ec2-infrastructure`,
            arn: `arn:aws:iam::${ACCOUNT}:role/aws:ec2-infrastructure`,
            accountId: ACCOUNT,
          },
          attributes: { creationDate: new Date(START).toISOString().replace(".000Z", "Z"), mfaAuthenticated: "false" },
        },
        invokedBy: "AWS Internal",
      },
      sourceIPAddress: "AWS Internal",
    });
  }
  const insight = {
    eventVersion: "1.09",
    eventTime: new Date(START + 37 * HOUR).toISOString().replace(".000Z", "Z"),
    awsRegion: REGION,
    eventID: random.uuid(),
    eventType: "AwsCloudTrailInsight",
    recipientAccountId: ACCOUNT,
    sharedEventID: random.uuid(),
    insightDetails: {
      state: "Start",
      eventSource: "s3.amazonaws.com",
      eventName: "ListBuckets",
      insightType: "ApiCallRateInsight",
      insightContext: {
        statistics: {
          baseline: { average: 0.1 },
          insight: { average: 4.2 },
          insightDuration: 6,
          baselineDuration: 10_080,
        },
      },
    },
    eventCategory: "Insight",
  };
  files.add(trailFile(ACCOUNT, 37), { atMs: START + 37 * HOUR, text: JSON.stringify(insight) });
  const again = trailFile(ACCOUNT, 12, "zz");
  const wrap = (records: string[]) => `{"Records":[${records.join(",")}]}`;
  for (const unit of files.unitsOf(trailFile(ACCOUNT, 12))) files.add(again, { ...unit, duplicate: true }, { wrap });
  const [extra] = files.unitsOf(trailFile(ACCOUNT, 13));
  if (extra) files.add(again, { ...extra, duplicate: true }, { wrap });
}

export function writeBackgroundCalls(scene: Scene, scale: number): void {
  for (const instance of INSTANCES) ownCalls(scene, instance, 10.9 * Math.max(scale, 0.1));
  infrastructure(scene);
  others(scene);
}
