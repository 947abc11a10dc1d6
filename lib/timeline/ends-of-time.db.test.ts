import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { call, INDICATOR, INSTANCE, loadFiles, query, trail } from "@/lib/investigate/test-evidence";
import { readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { readCaseSparks } from "@/lib/timeline/case/read-case-sparks";
import { readStartView } from "@/lib/timeline/case/read-start-view";
import { EventSearch } from "@/lib/timeline/events/event-search";
import { readEventDetail } from "@/lib/timeline/events/read-event-detail";
import { toEventsAsked } from "@/lib/timeline/events/read-event-window";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { NetworkSearch } from "@/lib/timeline/network/network-search";
import { readNetwork } from "@/lib/timeline/network/read-network";
import { readInstancePage } from "@/lib/timeline/read-instance-page";
import { countCase } from "@/lib/timeline/search/count-case";
import { searchCase } from "@/lib/timeline/search/search-case";

const LAST_SECOND = 253_402_300_799;
const LAST = "9999-12-31T23:59:59Z";
const FIRST = "1970-01-01T00:00:00Z";

const flow = (start: number) =>
  `5 012345678901 vpc-0a1b2c3d4e5f60001 ${INSTANCE} eni-0a1b2c3d4e5f60001 10.0.0.5 ${INDICATOR} 40000 443 6 2 100 ${start} ${start} ACCEPT OK`;
const FLOWS = [
  "version account-id vpc-id instance-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  ...[0, 1_741_046_400, LAST_SECOND].map(flow),
].join("\n");

let database: TestDatabase;
let caseId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  caseId = await loadFiles({
    "flow.log": FLOWS,
    "trail.json": trail(call(0, "ListBuckets", { eventTime: FIRST }), call(1, "ListBuckets", { eventTime: LAST })),
    "dns.log": [FIRST, LAST].map((at) => query(0, "a.example.net", [], { query_timestamp: at })).join(""),
  });
});
afterAll(() => database.drop());

describe("evidence from the first to the last second that there is", () => {
  it("is investigated, each record of it", async () => {
    await runDetections(caseId);
    const header = await readCaseHeader(caseId);
    const document = await readCaseDocument(header, INDICATOR);
    expect(document.window).toEqual({ from: "1970-01-01T00:00:00.000Z", to: "9999-12-31T23:59:59.999Z" });
    expect(document.instances).toMatchObject([{ instanceId: INSTANCE, traffic: { flows: 3, bytesOut: 300 } }]);
    expect(document.evidence.map(({ records, rejected }) => [records, rejected])).toEqual([
      [2, 0],
      [3, 0],
      [2, 0],
    ]);
  });

  it("is drawn and listed, each record of it", async () => {
    const header = await readCaseHeader(caseId);
    const document = await readCaseDocument(header, INDICATOR);
    await readCaseSparks(header, document);
    expect((await readStartView(header, document)).candidates.length).toBeGreaterThan(0);
    const [instance] = document.instances;
    if (!instance) throw new Error("no instance met the address");
    for (const search of [{ tie: "all", group: "off" }, { tie: "all", from: "9999-12-31T23:00:00Z" }, {}]) {
      const page = readInstancePage({ header, document, instance, ip: INDICATOR, search }, 0);
      const { events } = await page.timeline;
      await Promise.all([page.sparks, page.sessions, page.newSince]);
      if ("group" in search) expect(events.rows).toHaveLength(7);
      else expect(events.rows.length).toBeGreaterThan(0);
    }
    const { revision } = header.case;
    const scope = await readInstanceScope(caseId, INSTANCE, INDICATOR, revision);
    expect((await readNetwork(scope, NetworkSearch.parse({}), null)).peers).toMatchObject([{ ip: INDICATOR }]);
    const { rows, next } = await searchCase(header, "", null);
    expect([rows.length, next]).toEqual([7, null]);
    await countCase(header, "", null);
    const view = { fromMs: 0, toMs: LAST_SECOND * 1000 + 999 };
    const asked = await toEventsAsked({ scope, view, search: EventSearch.parse({ tie: "all" }) });
    for (const row of rows) {
      const place = { atMs: row.atMs, source: row.source, ...row.evidence };
      expect((await readEventDetail(asked, place)).row.atMs).toBe(row.atMs);
    }
  });
});
