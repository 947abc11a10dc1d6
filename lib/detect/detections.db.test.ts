import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPerson, operatorCalled, putOnCase } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { stopDetections } from "@/lib/cases/stop-detections";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import type { StoredDetection } from "@/lib/detect/detection.types";
import { keepDetections } from "@/lib/detect/keep-detections";
import { DETECTORS } from "@/lib/detect/registry";
import { runDetections } from "@/lib/detect/run-detections";
import { caseOfBeats, BEATS_PEER as PEER } from "@/lib/detect/test-beats";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { writeFiles } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { flowLog, INSTANCE, loadFiles, OTHER_VPC, query, VPC } from "@/lib/investigate/test-evidence";
import { readCaseDetections } from "@/lib/timeline/detections/read-case-detections";

let database: TestDatabase;
let folder: string;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-detect-"));
  caseId = await caseOfBeats();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const read = () => readCaseDetections(caseId);
const document = () => investigate({ caseId, ip: null, from: null, to: null });

describe("a run of the detectors", () => {
  it("finds a beacon, with its numbers and the records it rests on", async () => {
    const { detections } = await document();
    expect(detections).toMatchObject([
      {
        ...{ id: "beacon", subject: INSTANCE, techniques: ["T1071", "T1029"] },
        numbers: { connections: 60, "connections threshold": 20, "period seconds": 304 },
      },
    ]);
    expect(detections[0]?.records).toHaveLength(20);
    expect(detections[0]?.records.map(({ record }) => record)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it("sums up who talked to whom, over all records of both directions", async () => {
    const { rows } = await pool().query(
      "SELECT host(peer) AS peer, protocol, service_port, served, accepted, connections, bytes_out::int FROM flow_peers WHERE case_id = $1",
      [caseId],
    );
    expect(rows).toEqual([
      { peer: PEER, protocol: 6, service_port: 443, served: 2, accepted: 60, connections: 60, bytes_out: 6000 },
    ]);
  });

  it("sums up the same by hour", async () => {
    const { rows } = await pool().query(
      `SELECT count(*)::int AS hours, sum(accepted)::int AS accepted, sum(connections)::int AS connections,
              sum(bytes_out)::int AS bytes_out,
              (SELECT r.hours_revision = c.revision FROM detection_runs r JOIN cases c ON c.id = r.case_id WHERE c.id = $1) AS current
         FROM flow_peer_hours WHERE case_id = $1`,
      [caseId],
    );
    expect(rows).toEqual([{ hours: 5, accepted: 60, connections: 60, bytes_out: 6000, current: true }]);
  });

  it("sums up exactly: bytes beyond 32 bits, none given, and what was refused or names no protocol", async () => {
    const { id } = await createCase({ title: "Sums" });
    const log = flowLog([
      { second: 0, bytes: 2 ** 52, peer: PEER },
      { second: 60, bytes: 2 ** 31 - 1, peer: PEER },
      { second: 120, bytes: 2 ** 32 + 5, peer: PEER, inbound: true },
      { second: 180, bytes: "-", peer: PEER },
      { second: 240, bytes: 7, peer: PEER, action: "REJECT" },
      { second: 310, bytes: 7, peer: PEER, action: "REJECT" },
      { second: 360, bytes: 9, peer: "203.0.113.98" },
    ]);
    await writeFiles(folder, { "sums/flow.log": log.replace(/ 443 6 2 9 /, " 443 - 2 9 ") });
    await loadEvidence({ caseId: id, paths: [path.join(folder, "sums")] });
    await runDetections(id);
    const { rows } = await pool().query(
      `SELECT host(peer) AS peer, protocol, service_port, bytes_out, bytes_in, packets_out, accepted, rejected
         FROM flow_peers WHERE case_id = $1 ORDER BY peer`,
      [id],
    );
    expect(rows).toEqual([
      {
        ...{ peer: "203.0.113.98", protocol: -1, service_port: 443, bytes_out: "9", bytes_in: "0" },
        ...{ packets_out: "2", accepted: 1, rejected: 0 },
      },
      {
        ...{ peer: PEER, protocol: 6, service_port: 443, bytes_out: String(2 ** 52 + 2 ** 31 - 1) },
        ...{ bytes_in: String(2 ** 32 + 5), packets_out: "4", accepted: 4, rejected: 2 },
      },
    ]);
  });

  it("ends although one record's clock is eight thousand years ahead", async () => {
    const { id } = await createCase({ title: "Clocks" });
    const far = Date.UTC(9990, 0) / 1000 - Date.UTC(2025, 2, 4) / 1000;
    await writeFiles(folder, { "clocks/flow.log": flowLog([{ second: 0 }, { second: far }]) });
    await loadEvidence({ caseId: id, paths: [path.join(folder, "clocks")] });
    await runDetections(id);
    const { rows } = await pool().query("SELECT count(*)::int AS hours FROM flow_peer_hours WHERE case_id = $1", [id]);
    expect(rows).toEqual([{ hours: 2 }]);
  });

  it("says of what it could not look for that it was not looked for", async () => {
    const { rows } = await pool().query("SELECT not_assessed FROM detection_runs WHERE case_id = $1", [caseId]);
    const missing = DETECTORS.filter(({ needs }) => needs.some((source) => source !== "flow"));
    expect(rows[0].not_assessed.map(({ id }: { id: string }) => id).sort()).toEqual(
      missing.map(({ id }) => `detector:${id}`).sort(),
    );
  });

  it("chooses by window what a document lists, and looks at all evidence", async () => {
    const { window } = await document();
    const end = new Date(Date.parse(window.to ?? "") + 60_000);
    const late = await investigate({ caseId, ip: null, from: end, to: null });
    expect(late.detections).toEqual([]);
  });

  it("gives a case without any evidence nothing, and everything as not assessed", async () => {
    const { id } = await createCase({ title: "Empty" });
    await runDetections(id);
    const { detections, detectors, run } = await readCaseDetections(id);
    expect(detections).toEqual([]);
    expect(detectors.every(({ notAssessed, found }) => notAssessed !== null && found === null)).toBe(true);
    expect(run).toMatchObject({ state: "done", isCurrent: true });
  });

  it.each(["Counting who talks to whom", "Reading first contacts", "Reading connections to the outside"])(
    "fails with what one side of it failed with, whatever the other reads, and leaves no connection behind: %s",
    async (at) => {
      const failing = runDetections(caseId, {
        onProgress: ({ step }) => {
          if (step === at) throw new Error("told to fail");
        },
      });
      await expect(failing).rejects.toThrow("told to fail");
      expect(pool().idleCount).toBe(pool().totalCount);
      await runDetections(caseId);
      expect((await read()).run.state).toBe("done");
    },
  );

  it("stops at its next step when somebody stops it, and leaves what was found before", async () => {
    const before = await read();
    const stopped = runDetections(caseId, {
      onProgress: async ({ done }) => (done === 0 ? stopDetections({ caseId }, operatorCalled("someone")) : undefined),
    });
    await expect(stopped).rejects.toMatchObject({ code: "cancelled" });
    const after = await read();
    expect(after.run.state).toBe("cancelled");
    expect(after.detections).toEqual(before.detections);
    await runDetections(caseId);
  });

  it("keeps nothing of what it found in evidence that changed meanwhile", async () => {
    const before = await read();
    const changed = runDetections(caseId, {
      onProgress: async ({ done, total }) => {
        if (done === total - 1) await pool().query("UPDATE cases SET revision = revision + 1 WHERE id = $1", [caseId]);
      },
    });
    await expect(changed).rejects.toMatchObject({ code: "conflict" });
    expect((await read()).detections).toEqual(before.detections);
    await pool().query("UPDATE cases SET revision = revision - 1 WHERE id = $1", [caseId]);
    await runDetections(caseId);
  });

  it("tells those on the case of what is critical, once, and of nothing that was not kept", async () => {
    const { id, revision } = await prisma().case.create({ data: { title: "Critical" } });
    await putOnCase(id, await addPerson("ada"), "viewer");
    await addPerson("stranger", "owner");
    const { rows } = await pool().query<{ body: string }>("SELECT body FROM detections WHERE case_id = $1", [caseId]);
    const found = JSON.parse(rows[0]?.body ?? "") as StoredDetection;
    const keep = (more: Partial<StoredDetection>, at = revision) =>
      keepDetections(id, at, {
        ...{ detections: [{ ...found, ...more }], assessed: [], notAssessed: [], settings: "" },
      });
    await keep({ key: "a", severity: "high" });
    await expect(keep({ key: "b", severity: "critical" }, revision + 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await prisma().notice.count({ where: { caseId: id } })).toBe(0);
    await keep({ key: "b", severity: "critical" });
    await keep({ key: "b", severity: "critical" });
    expect(await prisma().notice.findMany({ where: { caseId: id } })).toMatchObject([
      { userId: "ada", kind: "critical-detection", path: "/detections", subject: `${found.title}, ${found.subject}` },
    ]);
  });

  it("tells people of a fault in words, and the log the rest", async () => {
    const failing = runDetections(caseId, {
      onProgress: ({ done }) => {
        if (done === 1) throw new Error("relation peer_sums: secret detail");
      },
    });
    await expect(failing).rejects.toThrow(/secret/);
    const { run } = await read();
    expect(run.state).toBe("failed");
    expect(run.error).toMatch(/under number [0-9a-f]{8}/);
    expect(run.error).not.toContain("secret");
    await runDetections(caseId);
  });

  it("is behind once the evidence changes", async () => {
    await writeFiles(folder, { "later.log": flowLog([{ second: 20_000, peer: PEER }]) });
    await loadEvidence({ caseId, paths: [path.join(folder, "later.log")] });
    expect((await read()).run).toMatchObject({ isCurrent: false, hasRun: true });
    expect((await document()).notAssessed.map(({ id }) => id)).toContain("detections");
    await runDetections(caseId);
    expect((await read()).run.isCurrent).toBe(true);
  });
});

describe("who asked, and what nobody asked about", () => {
  const HOURS = 30;
  const lookups = (srcaddr: string, vpc_id: string, name: (n: number) => string, address: string | null) =>
    Array.from({ length: HOURS * 3 }, (_, n) =>
      query(n * 1200, name(n), address === null ? [] : [["A", address]], {
        ...{ srcaddr, vpc_id, ...(srcaddr === "10.0.0.5" ? { srcids: { instance: INSTANCE } } : {}) },
        ...(address === null ? { query_type: "TXT" } : {}),
      }),
    ).join("");
  const contacts = (peer: string, fromHour: number) =>
    Array.from({ length: 6 }, (_, n) => ({ second: fromHour * 3600 + n * 400, port: 41_000 + n, peer })).flatMap(
      (one) => [one, { ...one, inbound: true }],
    );
  const foundIn = async (files: Record<string, string>) => {
    const id = await loadFiles(files);
    await runDetections(id);
    return readCaseDetections(id);
  };

  it("tells of an address that no answer names, and not of one that an answer names", async () => {
    const flows = flowLog([
      ...contacts("203.0.113.7", 0),
      ...contacts("203.0.113.7", 29),
      ...contacts("192.0.2.44", 28),
    ]);
    const named = lookups("10.0.0.5", VPC, () => "site.example.", "203.0.113.7");
    const { detections } = await foundIn({ "flow.log": flows, "dns.log": named });
    const direct = detections.filter(({ id }) => id === "direct-contact");
    expect(direct.map(({ subject, summary }) => [subject, summary.includes("192.0.2.44")])).toEqual([[INSTANCE, true]]);
    expect(direct[0]?.records.length).toBeGreaterThan(0);
    const neighbour = lookups("10.0.0.99", VPC, () => "other.example.", "192.0.2.44");
    const both = await foundIn({ "flow.log": flows, "dns.log": named + neighbour });
    expect(both.detections.filter(({ id }) => id === "direct-contact")).toEqual([]);
  });

  it("says where it could not look: where the lookups are not in the log", async () => {
    const { detectors } = await foundIn({
      "flow.log": flowLog([...contacts("203.0.113.7", 0), ...contacts("192.0.2.44", 28)]),
      "dns.log": lookups("10.0.0.99", VPC, () => "site.example.", "203.0.113.7"),
    });
    const direct = detectors.find(({ id }) => id === "direct-contact");
    expect(direct).toMatchObject({ found: 0, notAssessed: expect.stringContaining("not looked for at 1 ") });
  });

  it("counts names that do not exist by the hour, and not what a search list makes of them", async () => {
    const names = Array.from({ length: 110 }, (_, n) => [
      `gone-${n}.bad.example.`,
      `gone-${n}.bad.example.corp.example.`,
    ]);
    const missing = names.flatMap(([name = "", made = ""], n) =>
      [name, made].map((one) => query(7200 + n * 30, one, [], { rcode: "NXDOMAIN", srcids: { instance: INSTANCE } })),
    );
    const { detections } = await foundIn({ "dns.log": missing.join("") });
    const burst = detections.filter(({ id }) => id === "nxdomain-burst");
    expect(burst.map(({ subject, numbers }) => [subject, numbers[0]])).toEqual([
      [INSTANCE, { name: "names that do not exist", value: 110, threshold: 100 }],
    ]);
    expect(burst[0]?.records).toHaveLength(20);
  });

  it("tells unknown askers of two networks apart, though they have one address", async () => {
    const hidden = (n: number) => `${(n * 7_654_321 + 123_456_789).toString(36).repeat(5)}.t.bad.example.`;
    const { detections } = await foundIn({
      "dns.log": [VPC, OTHER_VPC].map((vpc, at) => lookups("10.9.9.9", vpc, (n) => `${at}${hidden(n)}`, null)).join(""),
    });
    const tunnels = detections.filter(({ id }) => id === "dns-tunnel").map(({ subject }) => subject);
    expect(tunnels.sort()).toEqual([`10.9.9.9 in ${VPC}`, `10.9.9.9 in ${OTHER_VPC}`].sort());
  });
});
