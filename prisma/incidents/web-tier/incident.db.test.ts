import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { LoadResult } from "@/lib/ingest/load-result";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { investigate } from "@/lib/investigate/investigate";
import { rankCandidates } from "@/lib/investigate/start/rank-candidates";
import { readCandidates } from "@/lib/investigate/start/read-candidates";
import type { PlaceAnswer } from "@/lib/timeline/ledger/answer-who";
import { whoHeld } from "@/lib/timeline/ledger/who-held";
import { answersOf, expectedAnswers } from "@/prisma/incidents/web-tier/expected-answers";
import type { Truth } from "@/prisma/incidents/web-tier/truth";
import {
  APP_2,
  BATCH_1,
  BATCH_2,
  FLOATING,
  HOUR,
  INDICATOR,
  NAT,
  ROTATED,
  START,
  STORY,
  VPC,
  WEB_1,
  WEB_2,
} from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

const LOADED_WITHIN_MS = 240_000;

function sumOf(files: Iterable<{ duplicates: number }>): number {
  let sum = 0;
  for (const { duplicates } of files) sum += duplicates;
  return sum;
}

describe.each([
  { size: "thin", scale: 0.02 },
  { size: "whole", scale: 1 },
])("the sample incident, $size, loaded and investigated", ({ scale }) => {
  let database: TestDatabase;
  let folder: string;
  let truth: Truth;
  let loaded: LoadResult;
  let document: InvestigationV1;
  let caseId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "threadline-incident-"));
    truth = writeIncident(folder, { scale });
    caseId = (await createCase({ title: "The sample incident" })).id;
    loaded = await loadEvidence({ caseId, paths: [folder] });
    await runDetections(caseId);
    document = await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  }, LOADED_WITHIN_MS);
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it("comes to the answers that its generator counted", () => {
    const expected = expectedAnswers(truth);
    expect(expected.instances.map(({ matchedBy }) => matchedBy)).toEqual([
      ["dns", "flow"],
      ["api", "dns", "finding", "flow"],
      ["flow"],
      ["flow"],
      ["dns"],
    ]);
    expect(answersOf(document)).toEqual(expected);
  });

  it("detects what the story did, and nothing of anybody else's", () => {
    const found = document.detections.map(({ id, subject }) => `${id} ${subject}`);
    expect(found).toEqual(
      expect.arrayContaining([
        `beacon ${WEB_2.instanceId}`,
        `beacon ${APP_2.instanceId}`,
        `direct-contact ${APP_2.instanceId}`,
        `dns-tunnel ${APP_2.instanceId}`,
        `generated-names ${APP_2.instanceId}`,
        `lateral-movement ${WEB_2.instanceId}`,
        `upload-new-peer ${APP_2.instanceId}`,
        `upload-volume ${APP_2.instanceId}`,
      ]),
    );
    const story = new Set<string>([WEB_2.instanceId, APP_2.instanceId]);
    expect(document.detections.filter(({ subject }) => subject.startsWith("i-") && !story.has(subject))).toEqual([]);
    for (const { records } of document.detections) expect(records.length).toBeGreaterThan(0);
  });

  it("accounts for every file: records and rejections in each, duplicates over all", () => {
    expect(loaded).toMatchObject({ state: "done", filesKnown: 1, filesLoaded: truth.files.size - 1, filesFailed: [] });
    const counts = document.evidence.map(({ name, records, rejected }) => [name, { records, rejected }] as const);
    const expected = [...truth.files].map(([name, { records, rejected }]) => [name, { records, rejected }] as const);
    expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(expected));
    // Which of two copies is the duplicate is not said; how many there are is.
    expect(sumOf(document.evidence)).toBe(sumOf(truth.files.values()));
  });

  it("tells of the interface that changed hands by whom and until when", () => {
    const spans = document.instances.flatMap(({ instanceId, interfaces }) =>
      interfaces
        .filter(({ interfaceId }) => interfaceId === FLOATING.interfaceId)
        .map(({ attachedFrom, attachedTo }) => ({ instanceId, attachedFrom, attachedTo })),
    );
    const expected = FLOATING.attachments.map(({ instance, from, to }) => ({
      instanceId: instance.instanceId,
      attachedFrom: new Date(from).toISOString(),
      attachedTo: to === null ? null : new Date(to).toISOString(),
    }));
    expect(spans.map(inMilliseconds)).toEqual(expected);
  });

  describe("who had it, and when", () => {
    const who = async (subject: string, atMs: number) => {
      const { places } = await whoHeld({ caseId, subject, atMs });
      expect(places).toHaveLength(1);
      const [{ vpcId, holders, on, rivals, before, after, unknown }] = places as [PlaceAnswer];
      expect(rivals).toEqual([]);
      const names = { holders: holders.map(({ holder }) => holder), on: on.map(({ holder }) => holder) };
      return { ...names, vpcId, unknown, before: before?.holder, after: after?.holder, known: holders[0]?.confidence };
    };
    const proofOf = async (subject: string, atMs: number) =>
      (await whoHeld({ caseId, subject, atMs })).places[0]?.holders[0]?.evidence;

    it("tells the two holders of one private address apart, and that between them nobody is known", async () => {
      const ip = BATCH_1.privateIp;
      expect(await who(ip, START + 10 * HOUR)).toMatchObject({
        ...{ vpcId: VPC, holders: [BATCH_1.instanceId], on: [BATCH_1.interfaceId], unknown: null },
        ...{ before: undefined, after: BATCH_2.instanceId },
      });
      const unknown = { fromMs: START + 20 * HOUR, toMs: START + 22 * HOUR };
      expect(await who(ip, START + 21 * HOUR)).toMatchObject({ holders: [], unknown });
      expect(await who(ip, START + 23 * HOUR)).toMatchObject({
        holders: [BATCH_2.instanceId],
        before: BATCH_1.instanceId,
      });
      expect(await proofOf(ip, START + 22 * HOUR + 1)).toMatchObject({ name: expect.stringContaining("CloudTrail") });
    });

    it("follows an interface from one instance to the next, and its address with it", async () => {
      const [first, second] = FLOATING.attachments;
      for (const subject of [FLOATING.interfaceId, FLOATING.privateIp]) {
        expect(await who(subject, first.to - 1)).toMatchObject({ holders: [first.instance.instanceId] });
        const unknown = { fromMs: first.to, toMs: second.from };
        expect(await who(subject, first.to + 1)).toMatchObject({ holders: [], unknown });
        expect(await who(subject, second.from)).toMatchObject({ holders: [second.instance.instanceId] });
      }
    });

    it("names the NAT gateway behind the public address that calls came from", async () => {
      expect(await who(NAT.publicIp, START + HOUR)).toMatchObject({ holders: [NAT.id], on: [NAT.interfaceId] });
      expect(await who(WEB_1.publicIp ?? "", START + HOUR)).toMatchObject({ holders: [WEB_1.instanceId] });
    });

    it("names the instance that a stolen key was issued to, from the call that issued it on", async () => {
      const [stolen] = document.instances.flatMap(({ offInstanceUse }) =>
        offInstanceUse.flatMap((use) => use.accessKeyIds),
      );
      const owner = document.instances.find(({ offInstanceUse }) => offInstanceUse.length > 0);
      expect(await who(stolen ?? "", STORY.keyStolenAt + HOUR)).toMatchObject({ holders: [owner?.instanceId] });
      expect((await whoHeld({ caseId, subject: stolen ?? "", atMs: START - HOUR })).places[0]?.holders).toEqual([]);
    });

    it("ends a key with the call that deleted it", async () => {
      const { earlierKey, deletedAt } = ROTATED;
      expect((await who(earlierKey, deletedAt - 1)).holders).toHaveLength(1);
      expect((await who(earlierKey, deletedAt + 1)).holders).toEqual([]);
    });

    it("says of what nothing names that nothing does", async () => {
      expect((await whoHeld({ caseId, subject: "10.99.0.1", atMs: START })).places).toEqual([]);
      await expect(whoHeld({ caseId, subject: " ", atMs: START })).rejects.toThrow(/address/);
    });
  });

  it("names what it may have begun with, the surest first, and nothing odd of the innocent neighbour", async () => {
    const candidates = await readCandidates({
      ...{ caseId, ip: INDICATOR, toMs: null },
      instanceIds: document.instances.map(({ instanceId }) => instanceId),
    });
    const ranked = rankCandidates(candidates, null);
    expect(ranked[0]?.event).toEqual(document.earliestIndicator);
    const reasons = ranked.flatMap(({ reason, also }) => [reason, ...also]);
    expect(reasons).toEqual(expect.arrayContaining(["contact", "lookup", "call", "off-instance"]));
    expect(new Set(reasons).size).toBe(reasons.length);
    // The first call from the address was the first with a stolen key, and new to its role: one record.
    expect(ranked.find(({ reason }) => reason === "call")?.also).toEqual(["off-instance", "new-api"]);
    const off = candidates.find(({ reason }) => reason === "off-instance");
    expect(off?.event.summary).toContain(WEB_2.instanceId);
  });

  it("shows the skipped half hour, and no other silence of the interfaces that were there all along", () => {
    const rows = document.coverage.filter(({ subject }) => subject === APP_2.interfaceId);
    const skipped = rows.filter(({ state }) => state === "skipped");
    expect(skipped.map(({ from, to }) => [Date.parse(from), Date.parse(to)])).toEqual([
      [STORY.gapFrom, expect.closeTo(STORY.gapTo, -5)],
    ]);
    expect(rows.filter(({ state }) => state === "absent")).toEqual([]);
  });
});

function inMilliseconds<T extends { attachedFrom: string | null; attachedTo: string | null }>(span: T): T {
  const inUtc = (time: string | null) => (time === null ? null : new Date(time).toISOString());
  return { ...span, attachedFrom: inUtc(span.attachedFrom), attachedTo: inUtc(span.attachedTo) };
}
