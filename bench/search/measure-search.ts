import { BUSY, peerAddress } from "@/bench/data/flow-log";
import { findKeptCase } from "@/bench/kept-case";
import { median } from "@/bench/median";
import { askTable } from "@/bench/pages/asked-page";
import { readQuery } from "@/lib/search/read-query";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { readCursor } from "@/lib/timeline/events/event-cursor";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { toEventsAsked } from "@/lib/timeline/events/read-event-window";
import { countCase } from "@/lib/timeline/search/count-case";
import { countInstance } from "@/lib/timeline/search/count-instance";
import { listCaseValues } from "@/lib/timeline/search/list-case-values";
import { searchCase } from "@/lib/timeline/search/search-case";

/** How long the steps of one search took, each asked for once and alone. */
export interface SearchMeasure {
  name: string;
  steps: number;
  found: number;
  totalMs: number;
  medianMs: number;
  longestMs: number;
}

const MOST_STEPS = 2_000;

async function timed(
  name: string,
  step: (n: number) => Promise<{ found: number; ends: boolean }>,
): Promise<SearchMeasure> {
  const took: number[] = [];
  let found = 0;
  for (let n = 0; n < MOST_STEPS; n++) {
    const from = performance.now();
    const answer = await step(n);
    took.push(performance.now() - from);
    found += answer.found;
    if (answer.ends) break;
  }
  const totalMs = took.reduce((sum, ms) => sum + ms, 0);
  return { name, found, totalMs, steps: took.length, medianMs: median(took), longestMs: Math.max(...took) };
}

/** A search through the whole case, to its end. */
async function throughCase(caseId: string, name: string, q: string): Promise<SearchMeasure> {
  const header = await readCaseHeader(caseId);
  let place: string | null = null;
  return timed(name, async () => {
    const step = await searchCase(header, q, place === null ? null : readCursor(place));
    place = step.next;
    return { found: step.rows.length, ends: place === null };
  });
}

/** A search through one busy instance, to its end. */
async function throughInstance(caseId: string, name: string, q: string): Promise<SearchMeasure> {
  const asked: EventsAsked = await toEventsAsked(await askTable(caseId, {}, { tie: "all", q }));
  let from: Parameters<typeof readEventPage>[0]["from"] = null;
  return timed(name, async () => {
    const page = await readEventPage({ ...asked, direction: "later", from, limit: 200 });
    from = page.next;
    return { found: page.events.length, ends: from === null };
  });
}

const RARE = `peer:${peerAddress(3_999)} bytes:>1GB`;

/** Searches through a kept case and through its busiest instance, each to the end, step by step. */
export async function measureSearch(records: number): Promise<SearchMeasure[]> {
  const caseId = await keptCase(records);
  // What a process works out once, before anyone searches.
  await searchCase(await readCaseHeader(caseId), "source:finding", null);
  return [
    await throughCase(caseId, "whole case, nothing fits", RARE),
    await throughCase(caseId, "whole case, a text that nothing has", '"no such thing anywhere"'),
    await throughCase(caseId, "whole case, one of 4,000 peers, refused", `peer:${peerAddress(7)} action:REJECT`),
    await throughInstance(caseId, `${BUSY.id} alone, nothing fits`, RARE),
  ];
}

/** Counts beside the table, and what is offered while typing; the first time each. */
export async function measureFacets(records: number): Promise<SearchMeasure[]> {
  const caseId = await keptCase(records);
  const counts = async (name: string, q: string) => {
    const asked = await toEventsAsked(await askTable(caseId, {}, { tie: "all", q }));
    return timed(name, async () => ({ found: (await countInstance(asked, null)).counted, ends: true }));
  };
  const header = await readCaseHeader(caseId);
  const countsOfCase = (name: string, q: string) =>
    timed(name, async () => ({ found: (await countCase(header, q, null)).counted, ends: true }));
  const offered = (name: string, prefix: string) =>
    timed(name, async () => ({ found: (await listCaseValues(caseId, { field: "peer", prefix })).length, ends: true }));
  return [
    await counts("one step of counts, no query", ""),
    await counts("one step of counts, a network", `peer:${peerAddress(7)}/24`),
    await counts("one step of counts, nothing fits", RARE),
    await countsOfCase("one step of counting the case, no query", ""),
    await countsOfCase("one step of counting the case, a network", `peer:${peerAddress(7)}/24`),
    await offered("peers offered, the first time", "1"),
    await offered("peers offered, then", "19"),
  ];
}

async function keptCase(records: number): Promise<string> {
  const caseId = await findKeptCase(records);
  if (caseId === null) throw new Error(`no case of ${records} records is kept: --only load,pages makes one`);
  // Mistakes here would measure nothing at all.
  if (readQuery(RARE).mistakes.length > 0) throw new Error("the query of the measurement cannot be read");
  return caseId;
}
