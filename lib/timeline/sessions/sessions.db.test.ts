import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { listSessions } from "@/lib/timeline/sessions/list-sessions";
import { readSession } from "@/lib/timeline/sessions/read-session";
import type { Truth } from "@/prisma/incidents/web-tier/truth";
import { INDICATOR, SECOND_FOREIGN_IP, STORY, WEB_1, WEB_2 } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

let database: TestDatabase;
let folder: string;
let truth: Truth;
let caseId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-sessions-"));
  truth = writeIncident(folder, { scale: 0.02 });
  caseId = (await createCase({ title: "Sessions" })).id;
  await loadEvidence({ caseId, paths: [folder] });
}, 240_000);
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const about = (q = "") => listSessions({ caseId, ip: INDICATOR, instanceIds: [WEB_1.instanceId, WEB_2.instanceId], q });

async function sessionOf(name: string) {
  const line = (await about()).lines.find((one) => one.name === name);
  return readSession(caseId, line?.id ?? "");
}

describe("the sessions of the sample incident", () => {
  it("are a tree: the instances' own, what the stolen key led to, and who else called from the flagged address", async () => {
    const { lines, total } = await about();
    const drawn = lines.map(({ depth, root, name, keys, keysOff, verdict, hop }) => [
      ...[depth, root, name, keys, keysOff, verdict],
      hop && `${hop.proof} of ${hop.call?.eventName}`,
    ]);
    const issued = "access-key of AssumeRole";
    expect(drawn).toEqual([
      [0, "instance", WEB_2.instanceId, expect.any(Number), 1, "off-instance", issued],
      [1, null, "deploy-tool", 1, 1, "off-instance", issued],
      [2, null, "deploy-tool-2", 1, 1, "off-instance", issued],
      [0, "instance", WEB_1.instanceId, expect.any(Number), 0, "on-instance", issued],
      [0, "user", "reports", 1, 0, null, null],
    ]);
    expect(total).toBeGreaterThan(lines.length);
  });

  it("prove each hop by its record, in both accounts where both recorded it", async () => {
    const { lines } = await about();
    const [stolen] = truth.instances.get(WEB_2.instanceId)?.offInstance.get(INDICATOR)?.keys ?? [];
    const [, first, second] = lines;
    expect(first?.hop).toMatchObject({
      byKeyId: stolen,
      call: { evidence: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    expect(first?.hop?.twins).toHaveLength(1);
    expect(second?.hop).toMatchObject({ call: { eventName: "AssumeRole" }, twins: [] });
  });

  it("are judged by key: one was used elsewhere, minutes after it was issued, while another was used on the instance", async () => {
    const session = await sessionOf(WEB_2.instanceId);
    const told = truth.instances.get(WEB_2.instanceId);
    const [stolen, ...others] = session.keys;
    expect(stolen).toMatchObject({
      accessKeyId: [...(told?.offInstance.get(INDICATOR)?.keys ?? [])][0],
      ...{ verdict: "off-instance", deliveries: ["1.0"], createdMs: STORY.keyStolenAt },
      firstForeign: {
        source: INDICATOR,
        basis: "known",
        minutesSinceIssue: 4,
        atMs: told?.offInstance.get(INDICATOR)?.firstSeenMs,
      },
      hop: { proof: "access-key", service: "ec2.amazonaws.com" },
    });
    expect(stolen?.firstForeign?.evidence?.record).toBeGreaterThan(0);
    expect(new Set(others.map(({ verdict }) => verdict))).toEqual(new Set(["on-instance"]));
    const calls = [...(told?.calls.values() ?? [])].reduce((sum, one) => sum + one.calls, 0);
    const errors = [...(told?.calls.values() ?? [])].reduce((sum, one) => sum + one.errors, 0);
    expect(session.line).toMatchObject({ calls, denied: errors, keysOff: 1 });
    const elsewhere = session.places.filter(({ origin }) => origin === "foreign-address");
    expect(elsewhere.map(({ source, calls: made }) => [source, made])).toEqual(
      [INDICATOR, SECOND_FOREIGN_IP].map((ip) => [ip, told?.offInstance.get(ip)?.calls]),
    );
  });

  it("call an API new for a role only with a day of history behind it", async () => {
    const { apis } = await sessionOf(WEB_2.instanceId);
    const isNew = new Map(apis.map((api) => [api.eventName, api.isNew]));
    expect(isNew.get("GetCallerIdentity")).toBe(true);
    expect(isNew.get("UpdateInstanceInformation")).not.toBe(true);
    const { apis: far } = await sessionOf("deploy-tool");
    expect(new Set(far.map((api) => api.isNew))).toEqual(new Set([null]));
  });

  it("are found by any part of what names them, with what led to them", async () => {
    const { lines, fitting } = await about("DEPLOY-TOOL-2");
    expect(fitting).toBe(1);
    expect(lines.map(({ name, found }) => [name, found])).toEqual([
      [WEB_2.instanceId, false],
      ["deploy-tool", false],
      ["deploy-tool-2", true],
    ]);
    expect(await about("no such name %")).toMatchObject({ lines: [], fitting: 0 });
    const { lines: alike } = await about("support");
    expect(alike.map(({ name, root, instanceId }) => [name, root, instanceId])).toEqual([
      ["pipeline", "user", null],
      [WEB_2.instanceId, null, null],
    ]);
    await expect(readSession(caseId, "0000000000000000")).rejects.toMatchObject({ code: "not-found" });
  });

  it("are there again when what is derived was deleted", async () => {
    const before = await about();
    await pool().query("DELETE FROM caller_uses WHERE case_id = $1", [caseId]);
    await pool().query("UPDATE cases SET revision = revision + 1 WHERE id = $1", [caseId]);
    expect(await about()).toEqual(before);
  });
});
