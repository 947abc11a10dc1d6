import { OPERATOR, writeEvent } from "./cloudtrail";
import type { Scene } from "./scene";
import { ACCOUNT, BATCH_1, BATCH_2, FLOATING, HOUR, PRIVATE_SUBNET, ROTATED, START, VPC } from "./world";

const SHARED = {
  userIdentity: OPERATOR,
  sourceIPAddress: "203.0.113.250",
  readOnly: false,
  eventSource: "ec2.amazonaws.com",
};

/** One private address, two instances: the first is terminated, two hours later the second is launched with it. */
function addressReused(scene: Scene): void {
  writeEvent(scene, {
    ...SHARED,
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
  const firstInterface = {
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
  };
  writeEvent(scene, {
    ...SHARED,
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
            networkInterfaceSet: { items: [firstInterface] },
          },
        ],
      },
    },
  });
}

/** The service interface leaves one instance and goes to another; a detach names its attachment alone. */
function interfaceMoved(scene: Scene): void {
  const [first, second] = FLOATING.attachments;
  writeEvent(scene, {
    ...SHARED,
    atMs: first.to,
    eventName: "DetachNetworkInterface",
    requestParameters: { attachmentId: first.attachmentId, force: false },
    responseElements: { _return: true },
  });
  writeEvent(scene, {
    ...SHARED,
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

/** The pipeline's key of before is used once more and then deleted, as keys are; its trail is changed, and records no less. */
function upkeep(scene: Scene): void {
  const { earlierKey, deletedAt } = ROTATED;
  writeEvent(scene, {
    ...SHARED,
    ...{ atMs: deletedAt - HOUR, eventName: "DescribeInstances", readOnly: true },
    userIdentity: { ...OPERATOR, accessKeyId: earlierKey },
  });
  writeEvent(scene, {
    ...SHARED,
    ...{ atMs: deletedAt, eventSource: "iam.amazonaws.com", eventName: "DeleteAccessKey" },
    requestParameters: { userName: OPERATOR.userName, accessKeyId: earlierKey },
  });
  writeEvent(scene, {
    ...SHARED,
    ...{ atMs: deletedAt + HOUR, eventSource: "cloudtrail.amazonaws.com", eventName: "UpdateTrail" },
    requestParameters: { name: "organisation", isMultiRegionTrail: true, enableLogFileValidation: true },
  });
}

/** What moved interfaces and instances while the evidence was recorded. */
export function writeInfrastructureCalls(scene: Scene): void {
  addressReused(scene);
  interfaceMoved(scene);
  upkeep(scene);
}
