import type { Caller, CallUse, DataHour, NotableCall } from "@/lib/detect/inputs/calls.types";

/** Made-up callers and calls for examples: one instance's role, times in minutes from midnight. */
const MINUTE = 60_000;
const START_MS = Date.UTC(2025, 2, 4);
const INSTANCE = "i-0a1b2c3d4e5f60001";
const ACCOUNT = "111122223333";

export const OWN: Caller = {
  ...{ id: "ASIAEXAMPLE1", accessKeyId: "ASIAEXAMPLE1", name: INSTANCE, accountId: ACCOUNT, instanceId: INSTANCE },
  ...{ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/${INSTANCE}`, identity: `arn:aws:iam::${ACCOUNT}:role/app` },
  ...{ isRole: true, isRoot: false, isOwn: true, issuedMs: START_MS },
};

/** A person, or a pipeline, with a key of its own. */
export const USER: Caller = {
  ...{ id: "AKIAEXAMPLE9", accessKeyId: "AKIAEXAMPLE9", name: "pipeline", accountId: ACCOUNT, instanceId: null },
  ...{ arn: `arn:aws:iam::${ACCOUNT}:user/pipeline`, identity: `arn:aws:iam::${ACCOUNT}:user/pipeline` },
  ...{ isRole: false, isRoot: false, isOwn: false, issuedMs: null },
};

export const ROOT: Caller = {
  ...USER,
  id: "root",
  accessKeyId: null,
  name: "root",
  identity: "root",
  arn: "arn:root",
  isRoot: true,
};

export function use(minute: number, api: string, more: Partial<CallUse> = {}): CallUse {
  const [eventSource = "", eventName = ""] = api.split(" ");
  const firstMs = START_MS + minute * MINUTE;
  return {
    ...{ caller: OWN, principalNo: 1, eventSource: `${eventSource}.amazonaws.com`, eventName, userAgent: "sdk" },
    ...{ source: "203.0.113.10", sourceIp: "203.0.113.10", vpcEndpointId: null, invokedBy: null },
    ...{ calls: 1, denied: 0, changes: 0, firstMs, lastMs: firstMs, origin: "instance", basis: "known" },
    ...{ first: { fileId: 1, record: minute + 1 } },
    ...more,
  };
}

export const AWAY = { source: "198.51.100.77", sourceIp: "198.51.100.77", origin: "foreign-address" } as const;

/** Thirty hours of one API, forty calls: enough to say what is new after it. */
export function everyday(caller: Caller = OWN, api = "ssm UpdateInstanceInformation"): CallUse {
  return use(0, api, { caller, calls: 40, lastMs: START_MS + 1790 * MINUTE });
}

export function notable(minute: number, eventName: string, more: Partial<NotableCall> = {}): NotableCall {
  return {
    ...{ caller: USER, eventSource: "iam.amazonaws.com", eventName, atMs: START_MS + minute * MINUTE },
    ...{ errorCode: null, target: null, notes: [], source: "203.0.113.250", fileId: 1, record: minute + 1 },
    ...more,
  };
}

export function dataHour(hour: number, calls: number, more: Partial<DataHour> = {}): DataHour {
  const hourMs = START_MS + hour * 60 * MINUTE;
  return {
    ...{ caller: OWN, eventSource: "s3.amazonaws.com", eventName: "GetObject", hourMs, calls, targets: calls },
    ...{ firstMs: hourMs + MINUTE, lastMs: hourMs + 50 * MINUTE, first: { fileId: 1, record: hour + 1 } },
    ...more,
  };
}
