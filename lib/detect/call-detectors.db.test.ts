import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import type { StoredDetection } from "@/lib/detect/detection.types";
import { DETECTORS } from "@/lib/detect/registry";
import { runDetections } from "@/lib/detect/run-detections";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { call, loadFiles, query, trail } from "@/lib/investigate/test-evidence";
import type { Truth } from "@/prisma/incidents/web-tier/truth";
import { WEB_2 } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

/** What CloudTrail's detectors say; the logs' own are told of elsewhere. */
const CALLS = new Set(DETECTORS.filter(({ needs }) => needs.includes("api")).map(({ id }) => id));
const ORDERED: ReadonlySet<string> = new Set(["logging-off", "dns-firewall-hit"]);
const BLOCKED = { firewall_rule_action: "BLOCK", firewall_domain_list_id: "rslvr-fdl-1" };
/** Logs by others, kept beside the project and not in it. */
const SAMPLES = fileURLToPath(new URL("../../../shared/samples", import.meta.url));

let database: TestDatabase;
let folder: string;
let truth: Truth;
let found: StoredDetection[];

async function detectionsIn(folderOrFile: string): Promise<StoredDetection[]> {
  const { id: caseId } = await createCase({ title: "Calls" });
  await loadEvidence({ caseId, paths: [folderOrFile] });
  await runDetections(caseId);
  return detectionsOf(caseId);
}

async function detectionsOf(caseId: string, ids: ReadonlySet<string> = CALLS): Promise<StoredDetection[]> {
  const { rows } = await pool().query<{ body: string }>(
    "SELECT body FROM detections WHERE case_id = $1 ORDER BY position",
    [caseId],
  );
  return rows.map(({ body }) => JSON.parse(body) as StoredDetection).filter(({ id }) => ids.has(id));
}

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-calls-"));
  truth = writeIncident(folder, { scale: 0.02 });
  found = await detectionsIn(folder);
}, 240_000);
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe("what the calls of the sample incident raise", () => {
  it("is the stolen key's use elsewhere, its burst of questions, and what the role had never called", () => {
    expect(found.map(({ id, severity, subject }) => [id, severity, subject])).toEqual([
      ["credentials-elsewhere", "critical", WEB_2.instanceId],
      ["discovery-burst", "high", WEB_2.instanceId],
      ["new-api-for-role", "low", WEB_2.instanceId],
    ]);
    const [stolen] = truth.instances.get(WEB_2.instanceId)?.offInstance.values() ?? [];
    for (const { summary } of found) expect(summary).toContain([...(stolen?.keys ?? [])][0]);
  });

  it("has its numbers beside the thresholds, and the records it rests on", () => {
    const [elsewhere] = found;
    const uses = [...(truth.instances.get(WEB_2.instanceId)?.offInstance.values() ?? [])];
    expect(elsewhere?.numbers).toMatchObject({
      "calls elsewhere": uses.reduce((sum, { calls }) => sum + calls, 0),
      "calls elsewhere threshold": 1,
      "minutes after issue": 4,
    });
    for (const { records } of found) expect(records.length).toBeGreaterThan(0);
  });

  it("is nothing of the innocent neighbour, the look-alikes, the pipeline and AWS's own roles", () => {
    expect(new Set(found.map(({ instanceId }) => instanceId))).toEqual(new Set([WEB_2.instanceId]));
  });
});

describe("detections of records of one second in several files", () => {
  it("are the same in whatever order the files were loaded", async () => {
    const files = ["StopLogging", "DeleteTrail", "StopLogging"].map((name, n) =>
      trail(call(10, name, { eventSource: "cloudtrail.amazonaws.com", readOnly: false, userAgent: `agent ${n}` })),
    );
    // The resolver writes whole seconds as well.
    files.push(...["192.0.2.1", "192.0.2.2"].map((ip) => query(10, "bad.example", [["A", ip]], BLOCKED)));
    const told: StoredDetection[][] = [];
    for (const order of [files, files.toReversed()]) {
      let caseId: string | undefined;
      for (const [n, text] of order.entries()) caseId = await loadFiles({ [`${n}.log`]: text }, caseId);
      await runDetections(caseId ?? "");
      told.push(await detectionsOf(caseId ?? "", ORDERED));
    }
    const plain = ({ proof: _, ...rest }: StoredDetection) => rest;
    expect(new Set(told[0]?.map(({ id }) => id))).toEqual(ORDERED);
    expect(told[1]?.map(plain)).toEqual(told[0]?.map(plain));
  });
});

describe.skipIf(!existsSync(SAMPLES))("what the calls of others' samples raise", () => {
  it("is a root user who made users and keys and tried to stop a trail", async () => {
    const told = await detectionsIn(path.join(SAMPLES, "scenario-compromised-root"));
    expect(told.map(({ id, severity, subject }) => [id, severity, subject])).toEqual([
      ["privilege-change", "high", "arn:aws:iam::493859302102:root"],
      ["logging-off", "medium", "arn:aws:iam::493859302102:root"],
    ]);
  });
});
