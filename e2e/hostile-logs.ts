import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const HOSTILE_INDICATOR = "198.51.100.66";
export const HOSTILE_INSTANCE = "i-0badc0ffee0ddf00d";

/** Runs when a page takes a text for HTML or for code. */
export const MARKUP = `"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
/** Would show `gpj.exe` the other way round, and hides letters. */
const BIDI = "invoice\u202Egpj.exe\u200B\u2066end";
const CONTROL = "bell\u0007back\u0008escape\u001B[31mred\u0085";
const FORMULA = `=HYPERLINK("https://evil.example","click")`;
const LONG = "a".repeat(60).concat(".", "b".repeat(60), ".", "c".repeat(60), ".example");
const MEGABYTE = "M".repeat(1_000_000);

const ACCOUNT = "123456789012";
const KEY = "eni-0badc0ffee0ddf00d";
const OWN = "10.9.9.9";
const START = Date.parse("2026-03-01T10:00:00Z") / 1000;

function flows(): string {
  const header =
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status instance-id";
  const line = (at: number, out: boolean) =>
    [
      ...["5", ACCOUNT, KEY, ...(out ? [OWN, HOSTILE_INDICATOR, 40_000, 443] : [HOSTILE_INDICATOR, OWN, 443, 40_000])],
      ...["6", "9", "4242", START + at, START + at + 50, "ACCEPT", "OK", HOSTILE_INSTANCE],
    ].join(" ");
  const lines = Array.from({ length: 20 }, (_, n) => line(n * 60, n % 3 !== 0));
  return `${[header, ...lines, MARKUP, `5 ${FORMULA} ${BIDI}`, MEGABYTE].join("\n")}\n`;
}

function queries(): string {
  const names = [`${MARKUP}.example.`, `${BIDI}.example.`, `${CONTROL}.example.`, `${FORMULA}.example.`, `${LONG}.`];
  return `${names
    .map((name, n) =>
      JSON.stringify({
        ...{ version: "1.100000", account_id: ACCOUNT, region: "eu-west-1", vpc_id: "vpc-0badc0ffee0ddf00d" },
        query_timestamp: new Date((START + 30 + n * 60) * 1000).toISOString().replace(".000Z", "Z"),
        ...{ query_name: name, query_type: "A", query_class: "IN", rcode: "NOERROR" },
        answers: [
          { Rdata: n === 0 ? HOSTILE_INDICATOR : MARKUP, Type: n === 0 ? "A" : "TXT", Class: "IN" },
          { Rdata: BIDI, Type: "CNAME", Class: "IN" },
        ],
        ...{ srcaddr: OWN, srcport: "5353", transport: "UDP", srcids: { instance: HOSTILE_INSTANCE } },
      }),
    )
    .join("\n")}\n`;
}

function calls(): string {
  const hostile = [MARKUP, BIDI, CONTROL, FORMULA, MEGABYTE];
  const Records = hostile.map((text, n) => ({
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROAEXAMPLEHOSTILE001:${HOSTILE_INSTANCE}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/web/${HOSTILE_INSTANCE}`,
      accountId: ACCOUNT,
      accessKeyId: "ASIAEXAMPLEHOSTILE1",
      sessionContext: {
        sessionIssuer: { type: "Role", arn: `arn:aws:iam::${ACCOUNT}:role/web`, userName: "web" },
        attributes: { creationDate: new Date(START * 1000).toISOString(), mfaAuthenticated: "false" },
        ec2RoleDelivery: "1.0",
      },
    },
    eventTime: new Date((START + 45 + n * 60) * 1000).toISOString().replace(".000Z", "Z"),
    ...{ eventSource: "s3.amazonaws.com", eventName: n === 4 ? "GetObject" : text, awsRegion: "eu-west-1" },
    sourceIPAddress: n % 2 === 0 ? HOSTILE_INDICATOR : text.slice(0, 200),
    userAgent: text,
    errorCode: n === 1 ? "AccessDenied" : text.slice(0, 100),
    errorMessage: text,
    requestParameters: { [text.slice(0, 100)]: text },
    responseElements: null,
    ...{ requestID: `r-${n}`, eventID: `hostile-${n}`, readOnly: true, eventType: "AwsApiCall" },
    ...{ managementEvent: true, recipientAccountId: ACCOUNT, eventCategory: "Management" },
  }));
  return JSON.stringify({ Records });
}

/** Logs in which every text that an attacker chooses tries something. */
export function writeHostileLogs(folder: string): void {
  mkdirSync(join(folder, "=cmd|' /C calc'!A0"), { recursive: true });
  writeFileSync(join(folder, "flow.log"), flows());
  writeFileSync(join(folder, "<img src=x onerror=window.pwned=1>.json"), queries());
  writeFileSync(join(folder, "=cmd|' /C calc'!A0", "trail\u202Ednuor.json"), calls());
}
