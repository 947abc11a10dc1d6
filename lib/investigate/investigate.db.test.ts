import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { investigate } from "@/lib/investigate/investigate";
import {
  ACCOUNT,
  at,
  call,
  finding,
  flowLog,
  INDICATOR,
  INSTANCE,
  investigateFiles,
  issues,
  loadFiles,
  OTHER_INSTANCE,
  OTHER_VPC,
  query,
  REGION,
  trail,
  VPC,
} from "@/lib/investigate/test-evidence";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
});

const timeless = ({ generatedAt: _, ...document }: InvestigationV1) => document;
const whole = (caseId: string, ip: string | null = INDICATOR) => investigate({ caseId, ip, from: null, to: null });

describe("traffic and window", () => {
  it("adds only accepted bytes, and keeps what is unknown apart from zero", async () => {
    const { instances, window, notAssessed } = await investigateFiles({
      "flow.log": flowLog([
        { second: 0, bytes: 100 },
        { second: 60, bytes: 40, inbound: true },
        { second: 120, bytes: 900, action: "REJECT" },
        { second: 180, bytes: "-" },
        { second: 150, bytes: "-", action: "REJECT" },
      ]),
    });
    expect(window).toEqual({ from: at(0), to: at(181) });
    expect(instances).toHaveLength(1);
    expect(instances[0]).toMatchObject({
      ...{ instanceId: INSTANCE, accountId: ACCOUNT, vpcId: VPC, matchedBy: ["flow"] },
      traffic: {
        ...{ bytesOut: 100, bytesIn: 40, packetsOut: 2, packetsIn: 2, flows: 3, rejected: 2, unknownBytes: 1 },
        ...{ unknownAction: 0, firstSeen: at(0), lastSeen: at(210) },
        ports: [{ protocol: 6, port: 443, servedBy: "indicator", bytesOut: 100, bytesIn: 40, flows: 3 }],
      },
    });
    expect(notAssessed.map(({ id }) => id)).toEqual([
      "detections",
      "flow-bytes",
      "flow-refused-counts",
      "no-cloudtrail",
      "no-findings",
      "no-resolver-logs",
    ]);
  });

  it("counts a record by its start alone, from the first moment of the window to before its end", async () => {
    const flow = flowLog([{ second: 0 }, { second: 60 }, { second: 120 }]);
    const { instances } = await investigateFiles({ "flow.log": flow }, { from: at(60), to: at(120) });
    expect(instances[0]?.traffic).toMatchObject({ flows: 1, firstSeen: at(60), lastSeen: at(90) });
  });

  it("orders instances by bytes out and lists one that was only refused", async () => {
    const other = { instanceId: OTHER_INSTANCE, interfaceId: "eni-0a1b2c3d4e5f60002", ip: "10.0.0.6" };
    const { instances } = await investigateFiles({
      "flow.log": flowLog([
        { second: 0, action: "REJECT", bytes: 5000 },
        { second: 0, ...other },
      ]),
    });
    expect(instances.map(({ instanceId, traffic }) => [instanceId, traffic.bytesOut, traffic.rejected])).toEqual([
      [OTHER_INSTANCE, 100, 0],
      [INSTANCE, 0, 1],
    ]);
  });
});

describe("lookups", () => {
  it("gives a query to its own instance, else to the holder of the address in its VPC", async () => {
    const { instances } = await investigateFiles({
      "flow.log": flowLog([
        { second: 0 },
        { second: 0, instanceId: OTHER_INSTANCE, interfaceId: "eni-0a1b2c3d4e5f60002", vpcId: OTHER_VPC },
      ]),
      "dns.jsonl": [
        query(1, "One.Example.", [["A", "192.0.2.1"]]),
        query(2, "two.example.", [["A", "192.0.2.1"]], { vpc_id: OTHER_VPC }),
        query(3, "three.example.", [["A", "192.0.2.1"]], { srcaddr: "10.9.9.9", srcids: { instance: INSTANCE } }),
        query(4, "nobody.example.", [["A", "192.0.2.1"]], { srcaddr: "10.8.8.8" }),
      ].join(""),
    });
    const names = instances.map(({ instanceId, domains }) => [instanceId, domains.map(({ name }) => name)]);
    expect(names).toEqual([
      [INSTANCE, ["one.example", "three.example"]],
      [OTHER_INSTANCE, ["two.example"]],
    ]);
  });

  it("lets only A and AAAA answers resolve, at the end of any chain", async () => {
    const same = query(10, "a.example.", [
      ["CNAME", "B.Example."],
      ["A", INDICATOR],
    ]);
    const { instances, earliestIndicator } = await investigateFiles({
      "flow.log": flowLog([{ second: 600, peer: "192.0.2.1" }]),
      "dns.jsonl":
        query(5, "txt.example.", [["TXT", INDICATOR]], { query_type: "TXT" }) +
        same +
        same +
        query(20, "a.example", [], { rcode: "NXDOMAIN" }),
      "again.jsonl": same,
    });
    expect(instances).toMatchObject([
      { instanceId: INSTANCE, matchedBy: ["dns"], traffic: { flows: 0, firstSeen: null } },
    ]);
    expect(instances[0]?.domains).toEqual([
      {
        name: "a.example",
        queries: 2,
        types: ["A"],
        rcodes: ["NOERROR", "NXDOMAIN"],
        answers: [INDICATOR, "b.example"],
        firstSeen: at(10),
        lastSeen: at(20),
        resolvedToIndicator: true,
      },
      expect.objectContaining({ name: "txt.example", answers: [INDICATOR], resolvedToIndicator: false }),
    ]);
    expect(earliestIndicator).toMatchObject({ time: at(10), kind: "dns" });
  });
});

describe("findings", () => {
  const findings = (...list: unknown[]) => ({ "findings.json": JSON.stringify({ Findings: list }) });

  it("lists the instance of a finding whose span meets the window, by its latest word", async () => {
    const files = findings(finding("f1", [0, 100]));
    expect((await investigateFiles(files, { from: at(100), to: at(200) })).instances).toMatchObject([
      { instanceId: INSTANCE, matchedBy: ["finding"] },
    ]);
    expect((await investigateFiles(files, { from: at(101), to: at(200) })).instances).toEqual([]);
    const moved = {
      service: { action: { networkConnectionAction: { remoteIpDetails: { ipAddressV4: "192.0.2.9" } } } },
    };
    const updated = findings(finding("f1", [0, 300], moved), finding("f1", [0, 100]));
    expect((await investigateFiles(updated)).instances).toEqual([]);
  });

  it("never takes a sample finding for evidence", async () => {
    const sample = finding("f1", [0, 100], {
      service: { additionalInfo: { sample: true, value: "{}", type: "default" } },
    });
    const document = await investigateFiles(findings(sample));
    expect(document).toMatchObject({ instances: [], earliestIndicator: null, evidence: [{ records: 1, rejected: 0 }] });
  });
});

describe("coverage", () => {
  const rows = ({ coverage }: InvestigationV1, source: string) =>
    coverage.filter((row) => row.source === source).map((row) => `${row.subject} ${row.from}..${row.to} ${row.state}`);

  it("tells recorded, no data, skipped and absent apart, and names the logs that are not there", async () => {
    const document = await investigateFiles({
      "flow.log": flowLog(
        [{ second: 17 }, { second: 2000 }],
        [
          { second: 60, status: "NODATA" },
          { second: 120, status: "SKIPDATA" },
        ],
      ),
    });
    const eni = "eni-0a1b2c3d4e5f60001";
    expect(rows(document, "vpc-flow")).toEqual([
      `${eni} ${at(17)}..${at(60)} recorded`,
      `${eni} ${at(60)}..${at(120)} no-data`,
      `${eni} ${at(120)}..${at(180)} skipped`,
      `${eni} ${at(180)}..${at(2000)} absent`,
      `${eni} ${at(2000)}..${at(2001)} recorded`,
    ]);
    expect(rows(document, "dns")).toEqual([`${VPC} ${at(17)}..${at(2001)} absent`]);
  });

  it("takes a resolver log and CloudTrail for recorded from their first to their last record", async () => {
    const document = await investigateFiles({
      "flow.log": flowLog([{ second: 0 }, { second: 600 }]),
      "dns.jsonl": query(10, "a.example.", []) + query(20, "a.example.", []),
      "trail.json": trail(call(30, "ListBuckets"), call(40, "ListBuckets")),
    });
    expect(rows(document, "dns")).toEqual([`${VPC} ${at(10)}..${at(21)} recorded`]);
    expect(rows(document, "cloudtrail")).toEqual([`${ACCOUNT}/${REGION} ${at(30)}..${at(41)} recorded`]);
  });
});

describe("evidence and the document as a whole", () => {
  it("lists every file by name, the same bytes again as duplicates, and the unknown with its reason", async () => {
    const flow = flowLog([{ second: 0 }]);
    const { evidence } = await investigateFiles({
      "b.log": flow,
      "a.log": flow,
      "c.log": `${flow}broken line\n`,
      "notes.txt": "nothing that is known\n",
    });
    expect(
      evidence.map(({ name, kind, records, duplicates, rejected }) => [name, kind, records, duplicates, rejected]),
    ).toEqual([
      ["a.log", "vpc-flow", 1, evidence[0]?.duplicates, 0],
      ["b.log", "vpc-flow", 1, 1, 0],
      ["c.log", "vpc-flow", 1, evidence[2]?.duplicates, 1],
      ["notes.txt", "unknown", 0, 0, expect.any(Number)],
    ]);
    // The one record stands in two files of different bytes: one of them counts it.
    expect((evidence[0]?.duplicates ?? 0) + (evidence[2]?.duplicates ?? 0)).toBe(1);
    expect(evidence[1]?.reason).toBe("the same bytes as a.log");
    expect(evidence[2]?.rejections).toMatchObject([{ record: 2 }]);
    expect(evidence[3]?.reason).toBeTruthy();
  });

  it("holds coverage and evidence, and no instance, without an indicator", async () => {
    const caseId = await loadFiles({ "flow.log": flowLog([{ second: 0 }]) });
    const document = await whole(caseId, null);
    expect(document).toMatchObject({
      indicator: { ip: null },
      instances: [],
      unattributed: [],
      earliestIndicator: null,
    });
    expect(document.coverage).not.toEqual([]);
    expect(document.evidence).toHaveLength(1);
  });

  it("says null for the window where no record is", async () => {
    const { window, coverage } = await investigateFiles({ "notes.txt": "nothing that is known\n" });
    expect({ window, coverage }).toEqual({ window: { from: null, to: null }, coverage: [] });
  });

  it("compares addresses as addresses and refuses what is none", async () => {
    const ip = "2001:db8::7";
    const caseId = await loadFiles({
      "flow.log": flowLog([{ second: 0, ip: "2001:db8::5", peer: "2001:DB8:0:0::7" }]),
    });
    const document = await whole(caseId, "2001:0DB8::0:7");
    expect(document).toMatchObject({ indicator: { ip }, instances: [{ instanceId: INSTANCE }] });
    await expect(whole(caseId, "198.51.100.07")).rejects.toThrow("not an IP address");
  });

  it("is kept until the evidence changes", async () => {
    const caseId = await loadFiles({ "flow.log": flowLog([{ second: 0 }]) });
    const first = await whole(caseId);
    expect(JSON.stringify(await whole(caseId))).toBe(JSON.stringify(first));
    await loadFiles({ "more.log": flowLog([{ second: 60 }]) }, caseId);
    expect((await whole(caseId)).instances[0]?.traffic.flows).toBe(2);
  });

  it("comes out the same whatever the order of loading", async () => {
    const files: [string, string][] = [
      ["flow-1.log", flowLog([{ second: 0 }, { second: 60, inbound: true }])],
      [
        "flow-2.log",
        flowLog([
          { second: 60, inbound: true },
          { second: 120, action: "REJECT" },
        ]),
      ],
      ["dns.jsonl", query(10, "a.example.", [["A", INDICATOR]]) + query(11, "b.example.", [])],
      ["trail-1.json", trail(call(20, "AssumeRole", issues("ASIAEXAMPLE0000000002", "arn:aws:sts::1:x/y", "y")))],
      ["trail-2.json", trail(call(30, "ListBuckets", { sourceIPAddress: INDICATOR }))],
      ["findings.json", JSON.stringify({ Findings: [finding("f1", [0, 100])] })],
    ];
    const reference = timeless(await whole(await loadFiles(Object.fromEntries(files))));
    expect(reference.instances[0]?.matchedBy).toEqual(["flow", "dns", "finding", "api"]);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(files, { minLength: files.length }), async (order) => {
        let caseId: string | undefined;
        for (const file of order) caseId = await loadFiles(Object.fromEntries([file]), caseId);
        const document = timeless(await whole(caseId as string));
        const countsApart = document.evidence
          .map(({ duplicates }) => duplicates)
          .reduce((sum, count) => sum + count, 0);
        expect(countsApart).toBe(1);
        expect(document).toEqual(reference);
      }),
      { numRuns: 4 },
    );
  });
});
