import { join } from "node:path";
import {
  BUSY,
  FIRST_SECOND,
  INDICATOR,
  INSTANCE_LIST,
  numbers,
  peerAddress,
  SPAN_SECONDS,
} from "@/bench/data/flow-log";
import { makeOnce } from "@/bench/data/make-once";
import { writeGzip } from "@/bench/data/write-gzip";

const ACCOUNT = "123456789012";
const REGION = "eu-central-1";
/** Small, as CloudTrail delivers them. */
const FILE_RECORDS = 2500;
const INDICATOR_SHARE = 0.0005;
const KEY_HOURS = 6;
const CALLS = [
  ["s3.amazonaws.com", "GetObject"],
  ["s3.amazonaws.com", "ListObjectsV2"],
  ["ssm.amazonaws.com", "UpdateInstanceInformation"],
  ["sts.amazonaws.com", "GetCallerIdentity"],
  ["kms.amazonaws.com", "Decrypt"],
  ["logs.amazonaws.com", "PutLogEvents"],
  ["ec2.amazonaws.com", "DescribeInstances"],
] as const;

function uuid(next: () => number): string {
  const hex = () =>
    Math.floor(next() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, "0");
  const text = hex() + hex() + hex() + hex();
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** Events of file `file` (from 1) of `files`: sessions of twenty instances' roles, each key six hours old at most. */
function* events(file: number, files: number, records: number): Generator<string> {
  const next = numbers(file * 15_485_863);
  for (let record = 0; record < records; record++) {
    const offset = Math.floor(((file - 1 + record / records) * SPAN_SECONDS) / files);
    const flagged = next() < INDICATOR_SHARE;
    const instance = flagged ? BUSY : (INSTANCE_LIST[Math.floor(next() * INSTANCE_LIST.length)] ?? BUSY);
    const [eventSource, eventName] = CALLS[Math.floor(next() * CALLS.length)] ?? CALLS[0];
    const key = Math.floor(offset / (KEY_HOURS * 3600));
    const issued = new Date((FIRST_SECOND + key * KEY_HOURS * 3600) * 1000).toISOString().replace(".000Z", "Z");
    const principal = `AROAEXAMPLEROLE00${String(instance.no).padStart(4, "0")}`;
    const denied = next() < 0.02;
    yield JSON.stringify({
      eventVersion: "1.11",
      userIdentity: {
        type: "AssumedRole",
        principalId: `${principal}:${instance.id}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app-${instance.no}/${instance.id}`,
        accountId: ACCOUNT,
        accessKeyId: `ASIAEXAMPLE${String(instance.no).padStart(4, "0")}${String(key).padStart(5, "0")}`,
        sessionContext: {
          sessionIssuer: {
            ...{ type: "Role", principalId: principal, accountId: ACCOUNT, userName: `app-${instance.no}` },
            arn: `arn:aws:iam::${ACCOUNT}:role/app-${instance.no}`,
          },
          attributes: { creationDate: issued, mfaAuthenticated: "false" },
          ec2RoleDelivery: "2.0",
        },
      },
      eventTime: new Date((FIRST_SECOND + offset) * 1000).toISOString().replace(".000Z", "Z"),
      ...{ eventSource, eventName, awsRegion: REGION },
      sourceIPAddress: flagged ? INDICATOR : peerAddress(3000 + instance.no),
      userAgent: "aws-sdk-go-v2/1.32.0 os/linux lang/go#1.22",
      ...(denied ? { errorCode: "AccessDenied", errorMessage: "Access Denied" } : {}),
      requestParameters: {
        bucketName: `bucket-${Math.floor(next() * 50)}`,
        key: `objects/${Math.floor(next() * 1e6)}`,
      },
      responseElements: null,
      ...{ requestID: uuid(next), eventID: uuid(next), readOnly: true, eventType: "AwsApiCall" },
      ...{ managementEvent: true, recipientAccountId: ACCOUNT, eventCategory: "Management" },
    });
  }
}

/** `records` CloudTrail events in gzip files. Where they lie. */
export function trailFiles(records: number): Promise<string> {
  return makeOnce(`trail-${records}`, async (folder) => {
    const files = Math.max(1, Math.ceil(records / FILE_RECORDS));
    for (let file = 1; file <= files; file++) {
      const share = Math.floor((records * file) / files) - Math.floor((records * (file - 1)) / files);
      const name = `${ACCOUNT}_CloudTrail_${REGION}_${String(file).padStart(6, "0")}.json.gz`;
      const text = { before: '{"Records":[', between: ",", after: "]}" };
      await writeGzip(join(folder, name), events(file, files, share), text);
    }
  });
}
