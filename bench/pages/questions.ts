import { BUSY, FIRST_SECOND, INDICATOR, peerAddress, SPAN_SECONDS } from "@/bench/data/flow-log";
import { type AskedPage, askTable, openCase } from "@/bench/pages/asked-page";
import { duckCase, duckFirstRows, duckJump, duckLanes, duckSearch } from "@/bench/peers/duckdb-questions";
import { evidenceSpan } from "@/lib/investigate/scope";
import { countMetInstances } from "@/lib/timeline/case/count-met-instances";
import { firstContactMs } from "@/lib/timeline/case/first-contact";
import { readCaseOverview } from "@/lib/timeline/case/read-case-document";
import { readCaseSparks } from "@/lib/timeline/case/read-case-sparks";
import { readStartView } from "@/lib/timeline/case/read-start-view";
import { viewOf } from "@/lib/timeline/case/view-of";
import { EventSearch, type ViewSearch } from "@/lib/timeline/events/event-search";
import { readEventStart, readEventWindow } from "@/lib/timeline/events/read-event-window";
import { listRunningLoads } from "@/lib/timeline/evidence/list-running-loads";
import { readLanes } from "@/lib/timeline/lanes/read-lanes";
import { readInstanceSparks } from "@/lib/timeline/read-instance-sparks";
import { readInstanceTimeline } from "@/lib/timeline/read-instance-timeline";

export interface Question {
  name: string;
  /** Asks by the very functions that the pages call. */
  ours: (asked: AskedPage, n: number) => Promise<unknown>;
  /** What tells DuckDB the same, one statement after the other. */
  duck: (asked: AskedPage, n: number) => string[];
}

const HOURS = SPAN_SECONDS / 3600;
const ALL = { from: FIRST_SECOND, to: FIRST_SECOND + SPAN_SECONDS + 1 };

/** The hour that the n-th brush takes, as a part of the URL. */
function hourOf(n: number): { from: number; to: number } {
  const from = FIRST_SECOND + ((n * 7) % HOURS) * 3600;
  return { from, to: from + 3600 };
}

const toView = ({ from, to }: { from: number; to: number }) => ({ from: from * 1000, to: to * 1000 });

async function timelineOf(caseId: string, view: ViewSearch, search: Record<string, string>) {
  const { ip, document, revision } = await openCase(caseId);
  const instance = document.instances.find(({ instanceId }) => instanceId === BUSY.id);
  if (!instance) throw new Error("the instance did not meet the indicator");
  const events = EventSearch.parse(search);
  const { earliestIndicator } = document;
  const baseline = {
    ...{ url: null, case: null, startMs: null, windowFromMs: null },
    earliestMs: earliestIndicator && Date.parse(earliestIndicator.time),
  };
  const request = { caseId, revision, ip, instance, window: document.window, view, events, baseline };
  return { ip, instance, document, revision, read: () => readInstanceTimeline(request) };
}

const jumpTo = ({ rowMs }: AskedPage, n: number) => rowMs + (n % 600) * 1000;

export const QUESTIONS: readonly Question[] = [
  {
    name: "case page",
    ours: async ({ caseId }) => {
      const { header, document } = await openCase(caseId, readCaseOverview);
      return Promise.all([
        ...[listRunningLoads(caseId), readCaseSparks(header, document), countMetInstances(header)],
        readStartView(header, document),
      ]);
    },
    duck: () => [duckCase(INDICATOR), duckLanes(INDICATOR, null, ALL, 40)],
  },
  {
    name: "instance page",
    ours: async ({ caseId }) => {
      const { ip, document, revision, read } = await timelineOf(caseId, {}, {});
      await readInstanceSparks({ caseId, revision, instanceId: BUSY.id, ip }, document.window);
      return read();
    },
    duck: () => [
      ...[duckCase(INDICATOR), duckLanes(INDICATOR, BUSY.id, ALL, 50), duckLanes(INDICATOR, BUSY.id, ALL, 240)],
      duckFirstRows(BUSY.id, ALL, INDICATOR),
    ],
  },
  {
    name: "three lanes",
    ours: async ({ caseId }) => {
      const { ip, document, revision, instance } = await timelineOf(caseId, {}, {});
      const { view, span, window } = viewOf(document.window, await evidenceSpan(caseId), {});
      return readLanes({
        caseId,
        revision,
        ip,
        instance,
        view,
        span,
        window,
        firstContactMs: firstContactMs(instance, ip),
      });
    },
    duck: () => [duckLanes(INDICATOR, BUSY.id, ALL, 240)],
  },
  {
    name: "first table page, with the address",
    ours: async ({ caseId }) => readEventStart(await askTable(caseId, {}, {})),
    duck: () => [duckFirstRows(BUSY.id, ALL, INDICATOR)],
  },
  {
    name: "first table page, all rows",
    ours: async ({ caseId }) => readEventStart(await askTable(caseId, {}, { tie: "all", group: "off" })),
    duck: () => [duckFirstRows(BUSY.id, ALL, null)],
  },
  {
    name: "jump to a row by time",
    ours: async (asked, n) => {
      const at = new Date(jumpTo(asked, n)).toISOString();
      return readEventWindow(await askTable(asked.caseId, {}, { tie: "all", group: "off", at }));
    },
    duck: (asked, n) => duckJump(BUSY.id, Math.floor(jumpTo(asked, n) / 1000)),
  },
  {
    name: "brush to one hour",
    ours: async ({ caseId }, n) => {
      const { read } = await timelineOf(caseId, toView(hourOf(n)), { tie: "all", group: "off" });
      return read();
    },
    duck: (_, n) => [duckLanes(INDICATOR, BUSY.id, hourOf(n), 240), duckFirstRows(BUSY.id, hourOf(n), null)],
  },
  {
    name: "text search",
    ours: async ({ caseId }, n) => {
      const search = { tie: "all", group: "off", q: peerAddress(n % 500) };
      return readEventStart(await askTable(caseId, {}, search));
    },
    duck: (_, n) => [duckSearch(BUSY.id, peerAddress(n % 500))],
  },
];
