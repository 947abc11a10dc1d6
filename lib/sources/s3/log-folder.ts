import type { StepCover } from "@/lib/sources/source.types";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A log that AWS delivers, by the name of its folder. */
interface DeliveredLog {
  title: string;
  /** Its days have no leading zeros. */
  bareDays?: boolean;
  /** How long before an event an object may be named that tells of it, and how long after; see the decision page. */
  earlyMs?: number;
  lateMs?: number;
}

/** Names differ by an hour from their records now and then; deliveries come late, findings are told anew for six hours. */
const EARLY_MS = 2 * HOUR_MS;
const LATE_MS = 6 * HOUR_MS;

/** Source: the user guides of each service, on the keys of what it delivers. */
const DELIVERED: Readonly<Record<string, DeliveredLog>> = {
  vpcflowlogs: { title: "Flow logs" },
  vpcdnsquerylogs: { title: "Resolver query logs" },
  CloudTrail: { title: "CloudTrail" },
  "CloudTrail-Digest": { title: "CloudTrail digests" },
  "CloudTrail-Insight": { title: "CloudTrail Insights" },
  "CloudTrail-NetworkActivity": { title: "CloudTrail network activity" },
  "CloudTrail-Aggregated": { title: "CloudTrail aggregated events" },
  GuardDuty: { title: "GuardDuty findings" },
  // A snapshot of the day before says how things were when the window began.
  Config: { title: "Config snapshots and history", bareDays: true, earlyMs: DAY_MS },
  VPC_FLOW: { title: "Security Lake, flow logs" },
  ROUTE53: { title: "Security Lake, resolver query logs" },
  CLOUD_TRAIL_MGMT: { title: "Security Lake, CloudTrail" },
  LAMBDA_EXECUTION: { title: "Security Lake, Lambda calls" },
  S3_DATA: { title: "Security Lake, S3 data calls" },
  SH_FINDINGS: { title: "Security Lake, findings" },
};

/** What a folder's path tells of the log below it. */
export interface LogFolder {
  /** The name of the delivery, as `vpcflowlogs`; null where the path has none that is known. */
  service: string | null;
  accountId: string | null;
  region: string | null;
  vpcId: string | null;
}

const ACCOUNT = /^(?:(?:aws-account-id|account-?id)=)?(\d{12})$/i;
const REGION = /^(?:(?:aws-)?region=)?([a-z]{2,3}(?:-[a-z]+)+-\d)$/;

/** Reads a path's steps: `AWSLogs/111122223333/vpcflowlogs/eu-west-1/`, Hive's names, Security Lake's. */
export function readLogFolder(path: string): LogFolder {
  const steps = path.split("/");
  const found = (pattern: RegExp) =>
    steps.map((step) => pattern.exec(step)?.[1]).find((text) => text !== undefined) ?? null;
  return {
    service: steps.map(serviceOf).find((service) => service !== null) ?? null,
    accountId: found(ACCOUNT),
    region: found(REGION),
    vpcId: found(/^(vpc-[0-9a-f]{8,17})$/),
  };
}

function serviceOf(step: string): string | null {
  const name = step.replace(/^aws-service=/, "");
  return Object.hasOwn(DELIVERED, name) ? name : null;
}

/**
 * False for a folder that holds logs of another service than those that are read: below an account's folder of `AWSLogs`
 * stands one folder a service.
 */
export function isWorthLooking(parent: string, folder: string): boolean {
  const above = parent.split("/").filter((step) => step !== "");
  const delivery = above.some((step) => step === "AWSLogs");
  const belowAccount = ACCOUNT.test(above.at(-1) ?? "");
  return !(delivery && belowAccount) || serviceOf(folder) !== null;
}

/** For people: what the log is, whose, and where. */
export function folderTitle({ service, accountId, region, vpcId }: LogFolder): string {
  const what = service === null ? "Objects" : (DELIVERED[service]?.title ?? service);
  const whose = accountId === null ? "" : ` of ${accountId}`;
  const where = [region, vpcId].filter((text) => text !== null).join(", ");
  return `${what}${whose}${where === "" ? "" : ` in ${where}`}`;
}

/** What the log is in a case's coverage, as far as its folder says; a flow log's interfaces stand in its records alone. */
export function coversOf({ service, accountId, region, vpcId }: LogFolder): StepCover[] {
  const calls = service === "CloudTrail" || service === "CLOUD_TRAIL_MGMT";
  if (calls && accountId !== null && region !== null)
    return [{ source: "cloudtrail", subject: `${accountId}/${region}` }];
  return service === "vpcdnsquerylogs" && vpcId !== null ? [{ source: "dns", subject: vpcId }] : [];
}

/** How far around a window a log's objects are looked at. */
export function marginsOf(service: string | null): { earlyMs: number; lateMs: number } {
  const known = service === null ? undefined : DELIVERED[service];
  return { earlyMs: known?.earlyMs ?? EARLY_MS, lateMs: known?.lateMs ?? LATE_MS };
}

/** Whether days below it have leading zeros. */
export function padOf(service: string | null): "padded" | "bare" | "either" {
  if (service === null) return "either";
  return DELIVERED[service]?.bareDays ? "bare" : "padded";
}
