import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { investigate } from "@/lib/investigate/investigate";
import {
  ACCOUNT,
  at,
  call,
  flowLog,
  INDICATOR,
  INSTANCE,
  loadFiles,
  REGION,
  trail,
  VPC,
} from "@/lib/investigate/test-evidence";
import { readEventDetail } from "@/lib/timeline/events/read-event-detail";
import { readEventPage } from "@/lib/timeline/events/read-event-page";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { whoHeld } from "@/lib/timeline/ledger/who-held";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const flows = flowLog([{ second: 10 }]);
const documentOf = async (caseId: string) => {
  const { generatedAt: _, evidence: __, ...rest } = await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  return rest;
};

describe("a call that CloudTrail corrects later", () => {
  const original = call(20, "GetObject", { errorCode: "AccessDenied" });
  const corrects = (eventID: string, second: number, more: object = {}) =>
    call(second, "GetObject", {
      eventID,
      addendum: { reason: "UPDATED_DATA", originalEventID: original.eventID, ...more },
    });
  const first = corrects("00000000-0000-4000-8000-00000000aaaa", 20);
  const second = corrects("00000000-0000-4000-8000-00000000bbbb", 20);
  const late = call(40, "ListBuckets", { addendum: { reason: "DELIVERY_DELAY", originalEventID: original.eventID } });
  const files = { "a.json": trail(original), "b.json": trail(first, late), "c.json": trail(second) };

  it("counts once, as the last correction has it, whatever the order of loading", async () => {
    const seen = new Set<string>();
    for (const order of [
      ["a.json", "b.json", "c.json"],
      ["c.json", "b.json", "a.json"],
      ["b.json", "c.json", "a.json"],
    ] as const) {
      let caseId = await loadFiles({ "flow.log": flows });
      for (const name of order) caseId = await loadFiles({ [name]: files[name] }, caseId);
      const document = await documentOf(caseId);
      seen.add(JSON.stringify(document));
      const [{ apiCalls = [] } = {}] = document.instances;
      expect(apiCalls.map(({ eventName, calls, errors }) => [eventName, calls, errors]).sort()).toEqual([
        ["GetObject", 1, 0],
        ["ListBuckets", 1, 0],
      ]);
    }
    expect(seen.size).toBe(1);
  });

  it("names on its sheet the event that it corrects, and where that stands", async () => {
    const caseId = await loadFiles({ "flow.log": flows, ...files });
    await findIndicatorHits(caseId, INDICATOR);
    const scope = await readInstanceScope(caseId, INSTANCE, INDICATOR);
    const view = { fromMs: Date.parse(at(0)), toMs: Date.parse(at(600)) };
    const asked = { scope, view, tie: "all", sources: ["api"], query: null } as const;
    const { events } = await readEventPage({ ...asked, direction: "later", from: null, limit: 10 });
    expect(events).toHaveLength(2);
    const [shown] = events;
    if (!shown) throw new Error("no call is shown");
    const { facts, verdicts } = await readEventDetail(asked, shown);
    const fact = (name: string) => facts.find((row) => row.name === name)?.value;
    expect(fact("Event id")).toBe(second.eventID);
    expect(fact("Corrects event")).toBe(`${original.eventID}, record 1 of a.json`);
    expect(verdicts.map(({ text }) => text)).toContainEqual(expect.stringContaining("It is an addendum"));
  });

  it("says nothing any more of who held what", async () => {
    const attach = (eventID: string, instanceId: string, more: object = {}) =>
      call(30, "AttachNetworkInterface", {
        ...{ eventID, eventSource: "ec2.amazonaws.com", ...more },
        ...{
          requestParameters: { networkInterfaceId: "eni-0f", instanceId },
          responseElements: { attachmentId: "a-1" },
        },
      });
    const wrong = attach("e-wrong", "i-0bbbbbbbbbbbbbbb2");
    const right = attach("e-right", "i-0ccccccccccccccc3", {
      addendum: { reason: "UPDATED_DATA", originalEventID: "e-wrong" },
    });
    const caseId = await loadFiles({ "a.json": trail(right), "b.json": trail(wrong) });
    const { places } = await whoHeld({ caseId, subject: "eni-0f", atMs: Date.parse(at(60)) });
    expect(places.flatMap(({ holders, rivals }) => [...holders, ...rivals].map(({ holder }) => holder))).toEqual([
      "i-0ccccccccccccccc3",
    ]);
  });
});

describe("what the evidence cannot tell", () => {
  it("names traffic that a flow log leaves out, as its description says", async () => {
    const caseId = await loadFiles({
      [`${ACCOUNT}_vpcflowlogs_${REGION}_fl-0123456789abcdef0_20250304T0000Z_0a1b2c3d.log`]: flows,
      "flow-logs.json": JSON.stringify({
        FlowLogs: [{ FlowLogId: "fl-0123456789abcdef0", ResourceId: VPC, TrafficType: "ACCEPT" }],
      }),
    });
    const { coverage } = await documentOf(caseId);
    const limited = coverage.filter(({ state }) => state === "traffic-type-not-logged");
    expect(limited).toHaveLength(1);
    expect(limited[0]).toMatchObject({
      subject: "eni-0a1b2c3d4e5f60001",
      note: expect.stringMatching(/^refused traffic is in no log .*description/),
    });
  });

  it("says that sources disagree about time, with the distance, instead of joining them", async () => {
    const caseId = await loadFiles({ "flow.log": flows, "trail.json": trail(call(5 * 86_400, "GetObject")) });
    const { notAssessed } = await documentOf(caseId);
    const clocks = notAssessed.filter(({ id }) => id === "clocks-disagree");
    expect(clocks.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^The evidence's flow records .* lie (after|before) CloudTrail calls .* by 4 d 23 h/),
    ]);
    const together = await loadFiles({ "flow.log": flows, "trail.json": trail(call(600, "GetObject")) });
    expect((await documentOf(together)).notAssessed.filter(({ id }) => id === "clocks-disagree")).toEqual([]);
  });
});
