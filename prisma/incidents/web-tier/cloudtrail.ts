import type { Random } from "./random";
import type { Scene } from "./scene";
import { ACCOUNT, HOUR, type Instance, OPS_1, REGION, START } from "./world";

/** One event; what is not given is what every event has. */
export interface Event {
  atMs: number;
  eventSource: string;
  eventName: string;
  userIdentity: Record<string, unknown>;
  sourceIPAddress: string;
  account?: string;
  userAgent?: string;
  readOnly?: boolean;
  errorCode?: string;
  errorMessage?: string;
  requestParameters?: Record<string, unknown> | null;
  responseElements?: Record<string, unknown> | null;
  eventCategory?: "Management" | "Data" | "Insight";
  rest?: Record<string, unknown>;
}

const WRAP = (records: string[]) => `{"Records":[${records.join(",")}]}`;

export function trailFile(account: string, hour: number, copy = ""): string {
  const at = new Date(START + hour * HOUR + HOUR);
  const [day, time] = at.toISOString().split("T") as [string, string];
  const stamp = `${day.replaceAll("-", "")}T${time.slice(0, 2)}05Z`;
  const mark = `${((hour + 5) * 3266489917 + Number(account.slice(-3))).toString(36).slice(-12)}${copy}`.padStart(
    16,
    "0",
  );
  return `AWSLogs/${account}/CloudTrail/${REGION}/${day.replaceAll("-", "/")}/${account}_CloudTrail_${REGION}_${stamp}_${mark}.json.gz`;
}

export function instant(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** Writes an event into its account's object of that hour and returns its id. */
export function writeEvent({ files, random }: Scene, event: Event): string {
  const account = event.account ?? ACCOUNT;
  const eventID = random.uuid();
  const record = {
    eventVersion: "1.11",
    userIdentity: event.userIdentity,
    eventTime: instant(event.atMs),
    eventSource: event.eventSource,
    eventName: event.eventName,
    awsRegion: REGION,
    sourceIPAddress: event.sourceIPAddress,
    userAgent: event.userAgent ?? "aws-sdk-go-v2/1.32.0 os/linux lang/go#1.22",
    ...(event.errorCode ? { errorCode: event.errorCode, errorMessage: event.errorMessage ?? "Access Denied" } : {}),
    requestParameters: event.requestParameters ?? null,
    responseElements: event.responseElements ?? null,
    requestID: random.uuid(),
    eventID,
    readOnly: event.readOnly ?? true,
    eventType: "AwsApiCall",
    managementEvent: (event.eventCategory ?? "Management") === "Management",
    recipientAccountId: account,
    eventCategory: event.eventCategory ?? "Management",
    ...event.rest,
  };
  files.add(
    trailFile(account, Math.floor((event.atMs - START) / HOUR)),
    { atMs: event.atMs, text: JSON.stringify(record) },
    { wrap: WRAP, shuffled: true },
  );
  return eventID;
}

const ROLE_UNIQUE_ID: Record<string, string> = {
  "app-web": "AROAEXAMPLEWEB0000001",
  "app-core": "AROAEXAMPLECORE000002",
  "app-db": "AROAEXAMPLEDB00000003",
  "app-backup": "AROAEXAMPLEBACKUP0004",
  "app-ops": "AROAEXAMPLEOPS0000005",
  "app-batch": "AROAEXAMPLEBATCH00006",
};

export function roleArn(role: string, account = ACCOUNT): string {
  return `arn:aws:iam::${account}:role/${role}`;
}

export function sessionArn(role: string, session: string, account = ACCOUNT): string {
  return `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
}

/** The user of the account's own pipeline, who moves interfaces and instances. */
export const OPERATOR = {
  type: "IAMUser",
  principalId: "AIDAEXAMPLEOPERATOR01",
  arn: `arn:aws:iam::${ACCOUNT}:user/pipeline`,
  accountId: ACCOUNT,
  accessKeyId: "AKIAEXAMPLEPIPELINE01",
  userName: "pipeline",
};

/**
 * The identity of an instance's own role session with one of its keys. `delivery` is the version of the metadata
 * service that handed it out; the records of one instance are of an older form that names neither it nor the instance.
 */
export function instanceIdentity(
  instance: Instance,
  accessKeyId: string,
  issuedAt: number,
  delivery: "1.0" | "2.0" = "2.0",
): Record<string, unknown> {
  const newer = instance !== OPS_1;
  const principalId = `${ROLE_UNIQUE_ID[instance.role]}:${instance.instanceId}`;
  return {
    type: "AssumedRole",
    principalId,
    arn: sessionArn(instance.role, instance.instanceId),
    accountId: ACCOUNT,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: ROLE_UNIQUE_ID[instance.role],
        arn: roleArn(instance.role),
        accountId: ACCOUNT,
        userName: instance.role,
      },
      attributes: { creationDate: instant(issuedAt), mfaAuthenticated: "false" },
      ...(newer ? { ec2RoleDelivery: delivery } : {}),
    },
    ...(newer
      ? {
          inScopeOf: {
            issuerType: "AWS::EC2::Instance",
            credentialsIssuedTo: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${instance.instanceId}`,
          },
        }
      : {}),
  };
}

/** The call by which EC2 fetches credentials for an instance: it names the key that was issued. */
export function mint(scene: Scene, instance: Instance, accessKeyId: string, atMs: number): void {
  writeEvent(scene, {
    atMs,
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    userIdentity: { type: "AWSService", invokedBy: "ec2.amazonaws.com" },
    sourceIPAddress: "ec2.amazonaws.com",
    userAgent: "ec2.amazonaws.com",
    requestParameters: { roleArn: roleArn(instance.role), roleSessionName: instance.instanceId },
    responseElements: {
      credentials: {
        accessKeyId,
        expiration: instant(atMs + 6 * HOUR),
        sessionToken: "HIDDEN_DUE_TO_SECURITY_REASONS",
      },
    },
  });
}

/** An access key id of the shape AWS gives temporary keys, plainly an example. */
export function temporaryKey(random: Random): string {
  return `ASIAEXAMPLE${random.hex(9).toUpperCase()}`;
}
