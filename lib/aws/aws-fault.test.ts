import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AwsFault as FakeFault } from "@/e2e/aws/aws-fault";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { type AwsFault, askAws, awsFault } from "@/lib/aws/aws-fault";

let aws: FakeAws;
const given = () => ({
  ...{ endpoint: aws.url, region: "eu-west-1", maxAttempts: 1 },
  credentials: { accessKeyId: "AKIAEXAMPLE000000001", secretAccessKey: "secret" },
});
const at = { accountId: "111122223333", region: "eu-west-1" };
const faultOf = (asking: Promise<unknown>) =>
  asking.then(
    () => null,
    (fault: AwsFault) => ({ kind: fault.kind, code: fault.code, action: fault.action, message: fault.message }),
  );
const lookUp = () =>
  faultOf(
    askAws({ action: "cloudtrail:LookupEvents", ...at }, () =>
      new CloudTrailClient(given()).send(new LookupEventsCommand({})),
    ),
  );
const describe = () =>
  faultOf(
    askAws({ action: "ec2:DescribeInstances", ...at }, () =>
      new EC2Client(given()).send(new DescribeInstancesCommand({})),
    ),
  );

beforeAll(async () => {
  aws = await startFakeAws();
  aws.on("cloudtrail", "LookupEvents", () => ({ Events: [] }));
  aws.on("ec2", "DescribeInstances", () => ({ Reservations: [] }));
});
afterAll(() => aws.close());

test("each mishap has its kind, and words that name what to do", async () => {
  aws.befall("cloudtrail", "LookupEvents", "denied", "expired", "throttled", "unavailable", "refused");
  expect(await lookUp()).toMatchObject({
    kind: "denied",
    action: "cloudtrail:LookupEvents",
    message: expect.stringMatching(/cloudtrail:LookupEvents is missing/),
  });
  expect(await lookUp()).toMatchObject({ kind: "expired", message: expect.stringMatching(/sign in again/) });
  expect(await lookUp()).toMatchObject({ kind: "busy", code: "ThrottlingException" });
  expect(await lookUp()).toMatchObject({ kind: "busy" });
  expect(await lookUp()).toMatchObject({ kind: "unreachable", message: expect.stringMatching(/Check the network/) });
  expect(await lookUp()).toBeNull();
  aws.befall("ec2", "DescribeInstances", "denied", "expired", "throttled");
  expect((await describe())?.kind).toBe("denied");
  expect((await describe())?.kind).toBe("expired");
  expect((await describe())?.kind).toBe("busy");
});

test("a key that cannot be used, and an object that is not there, are told apart", async () => {
  const s3 = new S3Client({ ...given(), forcePathStyle: true });
  const ask = () =>
    faultOf(
      askAws({ action: "s3:GetObject", ...at, about: "bucket logs" }, () =>
        s3.send(new GetObjectCommand({ Bucket: "logs", Key: "a" })),
      ),
    );
  const who =
    "User: arn:aws:sts::111122223333:assumed-role/Reader/ann is not authorized to perform: kms:Decrypt on resource: arn";
  aws.on("s3", "GetObject", () => {
    throw new FakeFault("AccessDenied", who, 403);
  });
  expect(await ask()).toMatchObject({
    kind: "denied",
    action: "kms:Decrypt",
    message: expect.stringMatching(/encrypted/),
  });
  aws.on("s3", "GetObject", () => {
    throw new FakeFault("NoSuchKey", "The specified key does not exist.", 404);
  });
  expect((await ask())?.kind).toBe("not-found");
});

const denied = (message: string) =>
  Object.assign(new Error(message), { name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } });

test("a deny that is written down is told as one", () => {
  const scp = denied(
    "User: x is not authorized to perform: ec2:DescribeVpcs with an explicit deny in a service control policy",
  );
  expect(awsFault(scp, { action: "ec2:DescribeVpcs", ...at }).message).toMatch(/denied by a service control policy/);
  const none = denied(
    "User: x is not authorized to perform: ec2:DescribeVpcs because no permissions boundary allows the action",
  );
  expect(awsFault(none, { action: "ec2:DescribeVpcs", ...at }).message).toMatch(/No permissions boundary allows/);
});

test("credentials that are not there, and a clock that is wrong", () => {
  const missing = Object.assign(new Error("Could not load credentials from any providers"), {
    name: "CredentialsProviderError",
  });
  expect(awsFault(missing, { action: "ec2:DescribeVpcs", ...at })).toMatchObject({
    kind: "credentials",
    message: expect.stringMatching(/no AWS credentials/),
  });
  const late = Object.assign(new Error("Signature expired: 20260101T000000Z is now earlier than"), {
    name: "InvalidSignatureException",
  });
  expect(awsFault(late, { action: "ec2:DescribeVpcs", ...at }).kind).toBe("clock");
});

test("a fetch that was cancelled is no fault of AWS", async () => {
  const leave = new AbortController();
  aws.befall("cloudtrail", "LookupEvents", "stuck");
  const asking = askAws({ action: "cloudtrail:LookupEvents", ...at, signal: leave.signal }, () =>
    new CloudTrailClient(given()).send(new LookupEventsCommand({}), { abortSignal: leave.signal }),
  );
  leave.abort(new Error("cancelled"));
  await expect(asking).rejects.toThrow("cancelled");
});
