import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import type { ApiCallRecord, DnsQueryRecord, FindingRecord, Principal } from "@/lib/core/records";
import { pool, withTransaction } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import type { LogBatch } from "@/lib/formats/read-log.types";
import { markFlowsAndCount, markOtherDuplicates } from "@/lib/ingest/duplicates/mark-duplicates";
import { FileWriter } from "@/lib/ingest/file-writer";
import { CaseInterner } from "@/lib/ingest/intern/case-interner";
import { createLoadTables } from "@/lib/ingest/load-tables";
import { attachTables } from "@/lib/ingest/seal/attach-tables";
import { fileAccounts, recordMarks } from "@/lib/ingest/test-accounts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const caller: Principal = {
  type: "AssumedRole",
  principalId: "AROAEXAMPLEEXAMPLEAAA:i-0a1b2c3d4e5f60001",
  arn: "arn:aws:sts::123456789012:assumed-role/app/i-0a1b2c3d4e5f60001",
  accountId: "123456789012",
  userName: null,
  sessionName: "i-0a1b2c3d4e5f60001",
  roleArn: "arn:aws:iam::123456789012:role/app",
  accessKeyId: "ASIAEXAMPLEEXAMPLE01",
  sessionCreatedAtMs: null,
  ec2RoleDelivery: null,
  inScopeInstanceId: null,
  sourceIdentity: null,
};

function call(record: number, eventId: string, more: Partial<ApiCallRecord> = {}): ApiCallRecord {
  return {
    kind: "api",
    record,
    category: "management",
    atMs: 1_738_627_200_000,
    eventId,
    eventSource: "s3.amazonaws.com",
    eventName: "ListBuckets",
    eventType: "AwsApiCall",
    region: "eu-central-1",
    accountId: "123456789012",
    principal: caller,
    source: "203.0.113.9",
    sourceIp: "203.0.113.9",
    userAgent: null,
    errorCode: null,
    errorMessage: null,
    readOnly: true,
    invokedBy: null,
    vpcEndpointId: null,
    requestId: null,
    sharedEventId: null,
    replacesEventId: null,
    issuedKeyId: null,
    issuedArn: null,
    issuedPrincipalId: null,
    requestedSessionName: null,
    target: null,
    notes: [],
    fieldHashes: { eventID: eventId },
    ...more,
  };
}

function query(record: number, recordHash: string): DnsQueryRecord {
  return {
    kind: "dns",
    record,
    asker: {
      accountId: "123456789012",
      region: null,
      vpcId: "vpc-0a1b2c3d4e5f60001",
      sourceIp: "10.0.0.5",
      instanceId: null,
      resolverEndpoint: null,
    },
    atMs: 1_738_627_200_000,
    name: "a.example.com",
    type: "A",
    class: "IN",
    rcode: "NOERROR",
    answers: [{ type: "A", data: "198.51.100.7" }],
    resolvedIps: ["198.51.100.7"],
    sourcePort: 51_000,
    transport: "UDP",
    detail: { odd: "\u0000\ud800" },
    recordHash,
  };
}

const finding: FindingRecord = {
  kind: "finding",
  record: 1,
  source: "guardduty",
  findingId: "f1",
  type: "UnauthorizedAccess:EC2/MaliciousIPCaller.Custom",
  title: "t",
  description: "with \\N, a tab\t and a line\nend",
  severity: 5.5,
  accountId: "123456789012",
  region: "eu-central-1",
  createdAtMs: 1_738_627_200_000,
  updatedAtMs: null,
  firstSeenMs: 1_738_627_200_000,
  lastSeenMs: 1_738_627_260_000,
  sample: false,
  actionType: "NETWORK_CONNECTION",
  resourceRole: "TARGET",
  count: 3,
  instanceIds: ["i-0a1b2c3d4e5f60001"],
  accessKeyId: null,
  accessKeyPrincipalId: null,
  remoteIps: ["198.51.100.7", "2001:db8::1"],
  domains: ["a.example.com"],
};

/** Loads records as one load of one file for each entry, by the letter its hash begins with. */
async function load(caseId: string, files: Record<string, Partial<LogBatch>>): Promise<number> {
  const loadId = await withTransaction(async (client) => {
    const made = await client.query<{ id: number }>("INSERT INTO loads (case_id) VALUES ($1) RETURNING id", [caseId]);
    const id = (made.rows[0] as { id: number }).id;
    await createLoadTables(client, id);
    return id;
  });
  for (const [letter, batch] of Object.entries(files)) {
    const sides = await pool().connect();
    try {
      await withTransaction(async (client) => {
        const made = await client.query<{ id: number }>(
          "INSERT INTO evidence_files (case_id, load_id, sha256, size, kind) VALUES ($1, $2, $3, 1, 'unknown') RETURNING id",
          [caseId, loadId, letter.padEnd(64, "0")],
        );
        const fileId = (made.rows[0] as { id: number }).id;
        await client.query("INSERT INTO evidence_names (file_id, name) VALUES ($1, $2)", [fileId, letter]);
        const writer = new FileWriter(client, { caseId, loadId, fileId }, new CaseInterner(sides, caseId));
        const nothing = {
          notes: [],
          flows: [],
          statuses: [],
          queries: [],
          calls: [],
          findings: [],
          observations: [],
          descriptions: [],
          trail: [],
        };
        await writer.write({ kind: "unknown", ...nothing, rejections: [], ...batch });
        await writer.finish();
      });
    } finally {
      sides.release();
    }
  }
  await attachTables(loadId);
  await markFlowsAndCount(caseId, loadId, markOtherDuplicates(caseId, loadId));
  return loadId;
}

const marksOf = async (caseId: string) =>
  (await recordMarks(caseId)).map(
    ({ sha256, record_no, duplicate, repeat }) =>
      `${sha256[0]}${record_no}${duplicate ? " duplicate" : ""}${repeat ? " repeat" : ""}`,
  );

const duplicatesOf = async (caseId: string) =>
  Object.fromEntries((await fileAccounts(caseId)).map(({ name, duplicates }) => [name, duplicates]));

describe("marking duplicates", () => {
  it("counts an event once, unless two copies differ in a field that both carry", async () => {
    const { id } = await createCase({ title: "events" });
    const rich = { fieldHashes: { eventID: "e1", tlsDetails: "1" } };
    await load(id, { a: { calls: [call(1, "e1"), call(2, "e2", { fieldHashes: { x: "1" } })] } });
    await load(id, { b: { calls: [call(1, "e1", rich), call(2, "e2", { fieldHashes: { x: "2" } })] } });
    expect(await marksOf(id)).toEqual(["a1 duplicate", "a2", "b1", "b2"]);
    expect(await duplicatesOf(id)).toEqual({ a: 1, b: 0 });
  });

  it("marks twins, replaced events and network activity copies as repeats, which are no duplicates", async () => {
    const { id } = await createCase({ title: "repeats" });
    const nobody = { ...caller, arn: null };
    await load(id, {
      a: {
        calls: [
          call(1, "e1", { sharedEventId: "s1", principal: nobody }),
          call(2, "e2", { sharedEventId: "s1" }),
          call(3, "e3"),
          call(4, "e4", { replacesEventId: "e3" }),
          call(5, "e5", { requestId: "r1", eventName: "GetObject" }),
          call(6, "e6", { requestId: "r1", eventName: "GetObject", category: "network-activity" }),
          call(7, "e7", { requestId: "r2", category: "network-activity" }),
          call(8, "e8", { sharedEventId: "s2", category: "insight" }),
          call(9, "e9", { sharedEventId: "s2", category: "insight" }),
        ],
      },
    });
    expect(await marksOf(id)).toEqual(["a1 repeat", "a2", "a3 repeat", "a4", "a5", "a6 repeat", "a7", "a8", "a9"]);
    expect(await duplicatesOf(id)).toEqual({ a: 0 });
  });

  it("decides between twins over all loads of a case, whichever came first", async () => {
    const { id } = await createCase({ title: "later" });
    await load(id, { b: { calls: [call(1, "e2", { sharedEventId: "s1" })] } });
    expect(await marksOf(id)).toEqual(["b1"]);
    await load(id, { a: { calls: [call(1, "e1", { sharedEventId: "s1" })] } });
    expect(await marksOf(id)).toEqual(["a1", "b1 repeat"]);
  });

  it("counts a query that an event told of once, as the log has it where it has it", async () => {
    const { id } = await createCase({ title: "reported" });
    const reported = {
      ...query(1, "03".repeat(16)),
      rcode: "",
      atMs: query(1, "").atMs + 900,
      detail: { reported_by: "EventBridge" },
    };
    const later = { ...reported, record: 2, recordHash: "04".repeat(16), atMs: reported.atMs + 60_000 };
    await load(id, { e: { queries: [reported, later] } });
    expect(await marksOf(id)).toEqual(["e1", "e2"]);
    await load(id, { l: { queries: [query(1, "01".repeat(16))] } });
    expect(await marksOf(id)).toEqual(["e1 duplicate", "e2", "l1"]);
  });

  it("counts queries, findings and status rows that are equal once, the lowest hash standing", async () => {
    const { id } = await createCase({ title: "equal" });
    const [one, two] = ["01".repeat(16), "02".repeat(16)];
    await load(id, { b: { queries: [query(1, one), query(2, two), query(3, two)], findings: [finding] } });
    await load(id, { a: { queries: [query(1, one)], findings: [{ ...finding, record: 9 }] } });
    expect(await marksOf(id)).toEqual(["a1", "b1 duplicate", "b2", "b3 duplicate"]);
    expect(await duplicatesOf(id)).toEqual({ a: 0, b: 3 });
    const stored = await pool().query("SELECT description, remote_ips::text FROM findings WHERE case_id = $1", [id]);
    expect(stored.rows[0]).toEqual({ description: finding.description, remote_ips: "{198.51.100.7,2001:db8::1}" });
  });
});
