import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { investigate } from "@/lib/investigate/investigate";
import { ACCOUNT, at, call, flowLog, loadFiles, query, REGION, session, trail } from "@/lib/investigate/test-evidence";

const LOG = "fl-0a1b2c3d4e5f60001";
const FLOWS = `AWSLogs/${ACCOUNT}/vpcflowlogs/${REGION}/2025/03/04/${ACCOUNT}_vpcflowlogs_${REGION}_${LOG}_20250304T0000Z_0a1b2c3d.log`;

const changes = (second: number, eventName: string, accessKeyId: string, status?: string) =>
  call(second, eventName, {
    ...{ eventSource: "iam.amazonaws.com", readOnly: false },
    requestParameters: { userName: "eve", accessKeyId, ...(status === undefined ? {} : { status }) },
  });
const uses = (second: number, accessKeyId: string) =>
  call(second, "ListBuckets", { userIdentity: session(accessKeyId, { type: "IAMUser", userName: "eve" }) });

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await loadFiles({
    [FLOWS]: flowLog([{ second: 0 }, { second: 60 }]),
    "trail.json": trail(
      call(1, "CreateFlowLogs", {
        ...{ eventSource: "ec2.amazonaws.com", readOnly: false },
        requestParameters: { CreateFlowLogsRequest: { ResourceType: "VPC", TrafficType: "ACCEPT" } },
        responseElements: { CreateFlowLogsResponse: { flowLogIdSet: { item: LOG } } },
      }),
      ...["AKIAEXAMPLE000000001", "AKIAEXAMPLE000000002", "AKIAEXAMPLE000000003"].map((key, n) => uses(10 + n, key)),
      changes(100, "UpdateAccessKey", "AKIAEXAMPLE000000001", "Inactive"),
      changes(101, "DeleteAccessKey", "AKIAEXAMPLE000000002"),
      changes(102, "UpdateAccessKey", "AKIAEXAMPLE000000003", "Inactive"),
      changes(200, "UpdateAccessKey", "AKIAEXAMPLE000000003", "Active"),
    ),
  });
});
afterAll(() => database.drop());

describe("what calls tell of other logs and of keys", () => {
  it("is how long a key could be used: until it is switched off or deleted for good", async () => {
    const { rows } = await pool().query<{ subject: string; to_at: Date | null; note: string }>(
      "SELECT subject, to_at, note FROM ledger_spans WHERE case_id = $1 AND subject LIKE 'AKIA%' ORDER BY subject",
      [caseId],
    );
    expect(rows.map(({ subject, to_at }) => [subject.at(-1), to_at?.toISOString() ?? null])).toEqual([
      ["1", at(100)],
      ["2", at(101)],
      ["3", null],
    ]);
    expect(rows[0]?.note).toContain("A call switched it off");
    expect(rows[1]?.note).toContain("A call deleted it");
  });

  it("is which traffic a flow log was made for", async () => {
    const { coverage } = await investigate({ caseId, ip: null, from: null, to: null });
    const [unlogged] = coverage.filter(({ state }) => state === "traffic-type-not-logged");
    expect(unlogged?.note).toContain("refused traffic is in no log");
    expect(unlogged?.note).toContain("the call that made it");
  });
});

describe("a flow log that skipped all it had", () => {
  it("is no flow log: nothing that was sent is known", async () => {
    const skipped = await loadFiles({
      "flow.log": flowLog([], [{ second: 0, status: "SKIPDATA" }]),
      "dns.log": query(1, "site.example.", [["A", "198.51.100.9"]]),
    });
    const { notAssessed } = await investigate({ caseId: skipped, ip: null, from: null, to: null });
    expect(notAssessed.map(({ id }) => id)).toContain("no-flow-logs");
  });
});
