/**
 * The place of the incident: one VPC with a public and a private subnet behind a NAT gateway. Every address is from the
 * documentation ranges or RFC 1918, every account number an example's.
 */

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** The 48 hours that the evidence covers. */
export const START = Date.UTC(2026, 1, 15, 0, 0, 0);
export const END = START + 48 * HOUR;

export const ACCOUNT = "111122223333";
export const DEPLOY_ACCOUNT = "444455556666";
export const REGION = "eu-west-1";
export const VPC = "vpc-0a1b2c3d4e5f60718";
export const PUBLIC_SUBNET = "subnet-0aa11bb22cc33dd44";
export const PRIVATE_SUBNET = "subnet-0bb22cc33dd44ee55";

/** What GuardDuty flagged, and the name that led to it. */
export const INDICATOR = "198.51.100.77";
export const INDICATOR_NAME = "cdn-84f1c2.example.net";
/** From where the stolen credentials were used as well. */
export const SECOND_FOREIGN_IP = "192.0.2.200";

export const NAT = {
  id: "nat-0c1d2e3f4a5b60717",
  interfaceId: "eni-0fa7c0de00000001f",
  privateIp: "10.20.0.5",
  publicIp: "203.0.113.5",
} as const;

export interface Instance {
  name: string;
  instanceId: string;
  interfaceId: string;
  privateIp: string;
  publicIp: string | null;
  subnetId: string;
  role: string;
  launchedAt: number;
  terminatedAt: number | null;
}

const DAY = 24 * HOUR;

function instance(
  name: string,
  digits: string,
  privateIp: string,
  role: string,
  rest: Partial<Instance> = {},
): Instance {
  return {
    name,
    instanceId: `i-0${digits.repeat(4)}`,
    interfaceId: `eni-0${digits.repeat(4)}`,
    privateIp,
    publicIp: null,
    subnetId: privateIp.startsWith("10.20.0.") ? PUBLIC_SUBNET : PRIVATE_SUBNET,
    role,
    launchedAt: START - 40 * DAY,
    terminatedAt: null,
    ...rest,
  };
}

export const WEB_1 = instance("web-1", "a1a1", "10.20.0.10", "app-web", { publicIp: "203.0.113.10" });
export const WEB_2 = instance("web-2", "a2b2", "10.20.0.11", "app-web", { publicIp: "203.0.113.11" });
export const APP_1 = instance("app-1", "b1c1", "10.20.1.20", "app-core");
export const APP_2 = instance("app-2", "b2c2", "10.20.1.21", "app-core");
export const APP_3 = instance("app-3", "b3c3", "10.20.1.22", "app-core");
export const DB_1 = instance("db-1", "c1d1", "10.20.1.30", "app-db");
export const BACKUP_1 = instance("backup-1", "d1e1", "10.20.1.40", "app-backup");
export const OPS_1 = instance("ops-1", "e1f1", "10.20.1.70", "app-ops");
/** One private address, two instances: the first is terminated, the second is launched with its address. */
export const BATCH_1 = instance("batch-1", "f1a1", "10.20.1.50", "app-batch", { terminatedAt: START + 20 * HOUR });
export const BATCH_2 = instance("batch-2", "f2a2", "10.20.1.50", "app-batch", { launchedAt: START + 22 * HOUR });

export const INSTANCES = [WEB_1, WEB_2, APP_1, APP_2, APP_3, DB_1, BACKUP_1, OPS_1, BATCH_1, BATCH_2] as const;

/** A second interface that is detached from one instance and attached to another while the incident runs. */
export const FLOATING = {
  interfaceId: "eni-0f10a7f10a7f10a7f",
  privateIp: "10.20.1.60",
  attachments: [
    { instance: APP_1, attachmentId: "eni-attach-0f10a7f10a7f10001", from: START - 10 * DAY, to: START + 30 * HOUR },
    { instance: APP_3, attachmentId: "eni-attach-0f10a7f10a7f10002", from: START + 30 * HOUR + 5 * MINUTE, to: null },
  ],
} as const;

/** A key of the pipeline's that is deleted while the incident runs, for reasons of its own. */
export const ROTATED = { earlierKey: "AKIAEXAMPLEPIPELINE00", deletedAt: START + 6 * HOUR } as const;

/** The moments of the story. */
export const STORY = {
  refusedFrom: START + 25 * HOUR + 40 * MINUTE,
  lookupAt: START + 26 * HOUR + 12 * MINUTE,
  beaconFrom: START + 26 * HOUR + 12 * MINUTE + 3 * SECOND,
  beaconTo: START + 40 * HOUR,
  keyStolenAt: START + 27 * HOUR + 30 * MINUTE,
  lateralAt: START + 29 * HOUR,
  innerBeaconFrom: START + 30 * HOUR + 20 * MINUTE,
  gapFrom: START + 33 * HOUR,
  gapTo: START + 33 * HOUR + 30 * MINUTE,
  tunnelFrom: START + 34 * HOUR,
  namesFrom: START + 35 * HOUR,
  unnamedFrom: START + 37 * HOUR,
  exfiltrationFrom: START + 36 * HOUR,
  exfiltrationTo: START + 36 * HOUR + 40 * MINUTE,
} as const;
