import { instant, OPERATOR, roleArn, sessionArn, temporaryKey, trailFile, writeEvent } from "./cloudtrail";
import type { LogFiles } from "./log-files";
import type { Scene } from "./scene";
import { ACCOUNT, APP_1, END, HOUR, MINUTE, REGION, SECOND, START, WEB_2 } from "./world";

/** AWS's own role for a machine, not code on it: its session is named after the instance too. */
function serviceRole(scene: Scene): void {
  const issuer = `${ACCOUNT}:aws:ec2-infrastructure`;
  for (let hour = START; hour < END; hour += HOUR) {
    writeEvent(scene, {
      atMs: hour + scene.random.whole(0, 59) * MINUTE,
      eventSource: "kms.amazonaws.com",
      eventName: "Decrypt",
      userIdentity: {
        type: "AssumedRole",
        principalId: `${issuer}:${APP_1.instanceId}`,
        arn: sessionArn("aws:ec2-infrastructure", APP_1.instanceId),
        accountId: ACCOUNT,
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: issuer,
            arn: roleArn("aws:ec2-infrastructure"),
            accountId: ACCOUNT,
          },
          attributes: { creationDate: instant(START), mfaAuthenticated: "false" },
        },
        invokedBy: "AWS Internal",
      },
      sourceIPAddress: "AWS Internal",
    });
  }
}

/** Anyone may name a session after an instance: a person who does so is not that instance. */
function chosenName(scene: Scene): void {
  const atMs = START + 5 * HOUR;
  const accessKeyId = temporaryKey(scene.random);
  const [role, unique] = ["support", "AROAEXAMPLESUPPORT001"];
  writeEvent(scene, {
    atMs,
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRole",
    userIdentity: OPERATOR,
    sourceIPAddress: "203.0.113.250",
    requestParameters: { roleArn: roleArn(role), roleSessionName: WEB_2.instanceId },
    responseElements: {
      credentials: { accessKeyId, expiration: instant(atMs + HOUR), sessionToken: "HIDDEN_DUE_TO_SECURITY_REASONS" },
      assumedRoleUser: {
        assumedRoleId: `${unique}:${WEB_2.instanceId}`,
        arn: sessionArn(role, WEB_2.instanceId),
      },
    },
  });
  for (const [index, eventName] of ["DescribeInstances", "GetConsoleOutput"].entries()) {
    writeEvent(scene, {
      atMs: atMs + (index + 1) * 40 * SECOND,
      eventSource: "ec2.amazonaws.com",
      eventName,
      userIdentity: {
        type: "AssumedRole",
        principalId: `${unique}:${WEB_2.instanceId}`,
        arn: sessionArn(role, WEB_2.instanceId),
        accountId: ACCOUNT,
        accessKeyId,
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: unique,
            arn: roleArn(role),
            accountId: ACCOUNT,
            userName: role,
          },
          attributes: { creationDate: instant(atMs), mfaAuthenticated: "false" },
        },
      },
      sourceIPAddress: "203.0.113.250",
    });
  }
}

/** A record that is no call: CloudTrail found more calls than usual. */
function insight({ files, random }: Scene): void {
  const atMs = START + 37 * HOUR;
  const record = {
    eventVersion: "1.09",
    eventTime: instant(atMs),
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
          ...{ baseline: { average: 0.1 }, insight: { average: 4.2 } },
          ...{ insightDuration: 6, baselineDuration: 10_080 },
        },
      },
    },
    eventCategory: "Insight",
  };
  files.add(trailFile(ACCOUNT, 37), { atMs, text: JSON.stringify(record) });
}

/** One object that was delivered twice, with an event of the hour after it in the second. Written last of all calls. */
export function deliverTrailAgain(files: LogFiles): void {
  const again = trailFile(ACCOUNT, 12, "zz");
  const { units, about } = files.copyOf(trailFile(ACCOUNT, 12));
  const [extra] = files.copyOf(trailFile(ACCOUNT, 13)).units;
  for (const unit of extra ? [...units, extra] : units) files.add(again, unit, about);
}

/** What looks like an instance's call and is none. */
export function writeLookalikes(scene: Scene): void {
  serviceRole(scene);
  chosenName(scene);
  insight(scene);
}
