import type { Random } from "./random";
import type { Scene } from "./scene";
import { tieToIndicator, truthOf } from "./truth";
import { ACCOUNT, DB_1, INDICATOR, type Instance, MINUTE, REGION, STORY, VPC, WEB_2 } from "./world";

function finding(
  random: Random,
  instance: Instance,
  about: { type: string; title: string; severity: number; sample: boolean },
) {
  const id = random.hex(32);
  const seen = {
    first: new Date(STORY.beaconFrom).toISOString(),
    last: new Date(STORY.beaconFrom + 95 * MINUTE).toISOString(),
  };
  return {
    schemaVersion: "2.0",
    accountId: ACCOUNT,
    region: REGION,
    partition: "aws",
    id,
    arn: `arn:aws:guardduty:${REGION}:${ACCOUNT}:detector/${"a1".repeat(16)}/finding/${id}`,
    type: about.type,
    severity: about.severity,
    createdAt: seen.last,
    updatedAt: seen.last,
    title: about.title,
    description: about.title,
    resource: {
      resourceType: "Instance",
      instanceDetails: {
        instanceId: instance.instanceId,
        instanceType: "m7g.large",
        launchTime: new Date(instance.launchedAt).toISOString(),
        networkInterfaces: [
          {
            networkInterfaceId: instance.interfaceId,
            privateIpAddress: instance.privateIp,
            privateIpAddresses: [{ privateIpAddress: instance.privateIp }],
            publicIp: instance.publicIp ?? undefined,
            subnetId: instance.subnetId,
            vpcId: VPC,
            ipv6Addresses: [],
            securityGroups: [],
          },
        ],
      },
    },
    service: {
      serviceName: "guardduty",
      detectorId: "a1".repeat(16),
      resourceRole: "ACTOR",
      count: 19,
      eventFirstSeen: seen.first,
      eventLastSeen: seen.last,
      archived: false,
      action: {
        actionType: "NETWORK_CONNECTION",
        networkConnectionAction: {
          connectionDirection: "OUTBOUND",
          blocked: false,
          protocol: "TCP",
          localPortDetails: { port: 47_001, portName: "Unknown" },
          remotePortDetails: { port: 443, portName: "HTTPS" },
          remoteIpDetails: { ipAddressV4: INDICATOR, organization: { asn: "64496", asnOrg: "Example hosting" } },
        },
      },
      additionalInfo: about.sample ? { sample: true, value: "{}", type: "default" } : { value: "{}", type: "default" },
    },
  };
}

/** What GuardDuty said: one finding that is true, and a sample that means nothing. */
export function writeFindings({ files, random, truth }: Scene): void {
  const type = "Backdoor:EC2/C&CActivity.B";
  const name = `AWSLogs/${ACCOUNT}/GuardDuty/${REGION}/2026/02/16/${random.uuid()}.jsonl.gz`;
  const real = finding(random, WEB_2, {
    type,
    title: "EC2 instance talks to an address of a known command server.",
    severity: 8,
    sample: false,
  });
  const sample = finding(random, DB_1, {
    type,
    title: "[SAMPLE] EC2 instance talks to an address of a known command server.",
    severity: 8,
    sample: true,
  });
  for (const unit of [real, sample]) files.add(name, { atMs: STORY.beaconFrom, text: JSON.stringify(unit) });
  truthOf(truth, WEB_2.instanceId).matchedBy.add("finding");
  tieToIndicator(truth, "finding", STORY.beaconFrom);
}
