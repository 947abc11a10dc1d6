import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import {
  ACCOUNT,
  at,
  call,
  describedInterface,
  INSTANCE,
  loadFiles,
  session,
  trail,
} from "@/lib/investigate/test-evidence";
import { listSessions } from "@/lib/timeline/sessions/list-sessions";
import { readSession } from "@/lib/timeline/sessions/read-session";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const second = (n: number) => at(n).replace(".000Z", "Z");
const role = (name: string) => ({
  type: "Role",
  principalId: `AROAEXAMPLE${name.toUpperCase()}`,
  arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  accountId: ACCOUNT,
  userName: name,
});

/** `userIdentity` of a role's session as CloudTrail writes it; `createdAt` in seconds. */
function assumed(name: string, sessionName: string, accessKeyId: string, createdAt: number | null, identity?: string) {
  return {
    ...session(accessKeyId, {
      principalId: `${role(name).principalId}:${sessionName}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${sessionName}`,
    }),
    sessionContext: {
      sessionIssuer: role(name),
      webIdFederationData: {},
      ...(createdAt === null ? {} : { attributes: { creationDate: second(createdAt), mfaAuthenticated: "false" } }),
      ...(identity === undefined ? {} : { sourceIdentity: identity }),
    },
  };
}

const user = (userName: string, more: Record<string, unknown> = {}) => ({
  ...{ type: "IAMUser", principalId: `AIDAEXAMPLE${userName.toUpperCase()}`, accountId: ACCOUNT, userName },
  ...{ arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`, ...more },
});

/** An AssumeRole whose answer names the session, and whose credentials were left out on the way to the file. */
const issuing = (n: number, userIdentity: unknown, name: string, sessionName: string, more: object = {}) =>
  call(n, "AssumeRole", {
    userIdentity,
    requestParameters: { roleArn: role(name).arn, roleSessionName: sessionName },
    responseElements: {
      assumedRoleUser: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${sessionName}`, ...more },
    },
  });

const FIRST = trail(
  // By the session's unique id and the second it began.
  issuing(100, user("ada", { accessKeyId: "AKIAEXAMPLE000000ADA" }), "deploy", "build", {
    assumedRoleId: `${role("deploy").principalId}:build`,
  }),
  call(130, "ListBuckets", { userIdentity: assumed("deploy", "build", "ASIAEXAMPLEDEPLOY001", 101) }),
  // By the source identity alone: neither the key nor the time of its creation is in the records.
  call(200, "ListBuckets", { userIdentity: assumed("entry", "kim", "ASIAEXAMPLEENTRY0001", 190, "kim@example.com") }),
  issuing(300, assumed("entry", "kim", "ASIAEXAMPLEENTRY0001", 190, "kim@example.com"), "admin", "work"),
  call(400, "ListBuckets", { userIdentity: assumed("admin", "work", "ASIAEXAMPLEADMIN0001", null, "kim@example.com") }),
  // By a sign-in of the same person at that time.
  call(500, "ConsoleLogin", {
    ...{ userIdentity: user("eve"), eventSource: "signin.amazonaws.com", eventType: "AwsConsoleSignIn" },
    ...{ requestParameters: null, responseElements: { ConsoleLogin: "Success" } },
    additionalEventData: { LoginTo: "https://console.aws.amazon.com/", MobileVersion: "No", MFAUsed: "Yes" },
  }),
  // One key of the instance, used elsewhere in the same second as another file says.
  call(700, "GetObject", { sourceIPAddress: "192.0.2.66" }),
  call(700, "ListBuckets", { sourceIPAddress: "192.0.2.66" }),
);
const SECOND = trail(
  call(520, "ListUsers", {
    userIdentity: user("eve", {
      accessKeyId: "ASIAEXAMPLECONSOLE01",
      sessionContext: { attributes: { creationDate: second(499), mfaAuthenticated: "true" } },
    }),
  }),
  call(700, "GetBucketAcl", { sourceIPAddress: "192.0.2.66" }),
  call(800, "ListBuckets", { sourceIPAddress: "192.0.2.10" }),
);

async function drawn(caseId: string) {
  const { lines } = await listSessions({ caseId, ip: null, instanceIds: [], q: "a" });
  return lines.map(({ depth, root, name, hop }) => [depth, root, name, hop && [hop.proof, hop.call?.eventName]]);
}

/** What pages and the ledger say rests on which records, whatever the database numbered them. */
async function proofs(caseId: string) {
  const { lines } = await listSessions({ caseId, ip: null, instanceIds: [], q: INSTANCE });
  const own = await readSession(caseId, lines[0]?.id ?? "");
  const { rows } = await pool().query(
    `SELECT s.subject, s.holder, s.from_at, e.sha256, s.record_no FROM ledger_spans s JOIN evidence_files e ON e.id = s.file_id
      WHERE s.case_id = $1 AND s.subject_kind = 'credential' ORDER BY 1, 2`,
    [caseId],
  );
  const foreign = own.keys.map(({ firstForeign }) => {
    const { sha256, record } = firstForeign?.evidence ?? {};
    return { atMs: firstForeign?.atMs, source: firstForeign?.source, sha256, record };
  });
  return { foreign, spans: rows };
}

describe("hops of records as CloudTrail writes them", () => {
  it("are proven by unique id and time, by source identity and by sign-in, in any order of loading", async () => {
    const inventory = { "interfaces.json": describedInterface({ publicIp: "192.0.2.10" }) };
    const one = await loadFiles({ ...inventory, "first.json": FIRST, "second.json": SECOND });
    expect(await drawn(one)).toEqual([
      [0, "instance", INSTANCE, null],
      [0, "not-in-evidence", "kim", null],
      [1, null, "work", ["source-identity", "AssumeRole"]],
      [0, "sign-in", "eve", ["sign-in", "ConsoleLogin"]],
      // Who signs in does so without a key; and a lasting key has no beginning.
      [0, "user", "eve", null],
      [0, "user", "ada", null],
      [1, null, "build", ["role-id-and-time", "AssumeRole"]],
    ]);
    const told = await proofs(one);
    expect(told.foreign).toMatchObject([{ source: "192.0.2.66", record: expect.any(Number) }]);

    const other = await loadFiles({ "first.json": FIRST });
    await loadFiles({ "second.json": SECOND }, other);
    await loadFiles(inventory, other);
    expect(await drawn(other)).toEqual(await drawn(one));
    expect(await proofs(other)).toEqual(told);
  });
});
