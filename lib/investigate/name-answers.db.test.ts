import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { writeFiles } from "@/lib/ingest/test-corpus";
import { readNameAskers } from "@/lib/investigate/name-askers";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";

const FLAGGED = "cdn-84f1c2.example.net";
const INSTANCE = "i-0f25db4d88c29fa4e";

let minute = 0;
function query(name: string, answers: [type: string, data: string][], rcode = "NOERROR"): string {
  minute += 1;
  return JSON.stringify({
    ...{ version: "1.100000", account_id: "123456789012", region: "eu-west-1", vpc_id: "vpc-1" },
    query_timestamp: new Date(Date.UTC(2026, 1, 16, 22, minute)).toISOString(),
    ...{ query_name: `${name}.`, query_type: "A", query_class: "IN", rcode, transport: "UDP" },
    answers: answers.map(([Type, Rdata]) => ({ Rdata, Type, Class: "IN" })),
    ...{ srcaddr: "10.0.1.10", srcport: "40000", srcids: { instance: INSTANCE } },
  });
}

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const lines = [
    query(FLAGGED, [["A", "198.51.100.77"]]),
    query(FLAGGED, [["A", "198.51.100.77"]]),
    query(`A.${FLAGGED}`, [["A", "198.51.100.78"]]),
    query("www.innocent.example", [
      ["CNAME", `${FLAGGED}.`],
      ["A", "198.51.100.79"],
    ]),
    query(`not${FLAGGED}`, [["A", "203.0.113.1"]]),
    query("www.innocent.example", [["A", "203.0.113.2"]]),
    query("gone.example", [], "NXDOMAIN"),
    query("sub.gone.example", [], "NXDOMAIN"),
    query("xxgone.example", [], "NXDOMAIN"),
  ];
  await writeFiles(`${database.dataDir}/logs`, { "resolver.log": lines.join("\n") });
  caseId = (await createCase({ title: "Names" })).id;
  await loadEvidence({ caseId, paths: [`${database.dataDir}/logs`] });
  for (const value of [FLAGGED, "gone.example"]) await addIndicator({ caseId, kind: "name", value });
});
afterAll(() => database.drop());

describe("the addresses of flagged names", () => {
  it("are what answers gave for the name, names below it and aliases of it, and nothing else", async () => {
    const { names, addresses } = await readCaseHeader(caseId);
    expect(names[0]?.answers.map(({ ip, asked, queries }) => [ip, asked, queries])).toEqual([
      ["198.51.100.77", FLAGGED, 2],
      ["198.51.100.78", `a.${FLAGGED}`, 1],
      ["198.51.100.79", "www.innocent.example", 1],
    ]);
    expect(names[1]?.answers).toEqual([]);
    expect(addresses).toEqual(["198.51.100.77", "198.51.100.78", "198.51.100.79"]);
  });

  it("are worked out once a revision, and anew when evidence comes", async () => {
    const before = await readCaseHeader(caseId);
    expect(await readCaseHeader(caseId)).toEqual(before);
    expect(await prisma().nameAnswerSet.count({ where: { caseId } })).toBe(2);
    await writeFiles(`${database.dataDir}/more`, { "later.log": query(FLAGGED, [["A", "198.51.100.80"]]) });
    await loadEvidence({ caseId, paths: [`${database.dataDir}/more`] });
    expect((await readCaseHeader(caseId)).addresses).toContain("198.51.100.80");
  });

  it("come after addresses that were flagged themselves", async () => {
    await addIndicator({ caseId, kind: "address", value: "192.0.2.1" });
    expect((await readCaseHeader(caseId)).addresses[0]).toBe("192.0.2.1");
  });
});

describe("who asked for a name", () => {
  it("is told with how it was answered, for the name and names below it", async () => {
    const askers = await readNameAskers(caseId, "gone.example");
    expect(askers.map(({ asked, instanceId, rcode, queries }) => [asked, instanceId, rcode, queries])).toEqual([
      ["gone.example", INSTANCE, "NXDOMAIN", 1],
      ["sub.gone.example", INSTANCE, "NXDOMAIN", 1],
    ]);
  });

  it("is nobody for a name that nobody asked for, whatever it looks like", async () => {
    expect(await readNameAskers(caseId, "%.example")).toEqual([]);
  });
});
