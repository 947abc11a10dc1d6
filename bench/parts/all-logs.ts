import { BUSY, FIRST_SECOND, INDICATOR, peerAddress } from "@/bench/data/flow-log";
import type { Figure } from "@/bench/figure";
import { callsBeside, lookupsBeside } from "@/bench/kept-case";
import { median } from "@/bench/median";
import { type JsonAnswer, jsonGetter } from "@/bench/pages/get-json";
import { pageGetter } from "@/bench/pages/get-page";
import { makeFlowFiles, type PartRequest } from "@/bench/parts/load";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";
import { serve } from "@/bench/serve";

/** Makes sure that a case of so many flow records stands with lookups and calls beside them, some of it marked by people. */
async function prepareAllLogs(records: number): Promise<string> {
  const find = () => runApart<PhaseResult<"find kept case">>("find kept case", { records, logs: "all" });
  let caseId = (await find()).result;
  if (caseId === null) {
    const folders = [
      await makeFlowFiles(records),
      (await runApart<string>("make resolver files", { records: lookupsBeside(records) })).result,
      (await runApart<string>("make trail files", { records: callsBeside(records) })).result,
    ];
    await runApart("load", { records, folders, keep: true, logs: "all" });
    caseId = (await find()).result;
    if (caseId === null) throw new Error("the case that was loaded is not there");
  }
  await runApart("mark case", { records });
  return caseId;
}

/** Of one search: those to its end are another part's. */
const MOST_STEPS = 10;
const at = (hour: number) => new Date((FIRST_SECOND + hour * 3600) * 1000).toISOString();

/** What pages show of a whole case and of its busiest instance. */
function pagesOf(caseId: string): [string, string][] {
  const instance = `/cases/${caseId}/instances/${BUSY.id}`;
  const network = `/cases/${caseId}/network?instance=${BUSY.id}`;
  return [
    ["case page", `/cases/${caseId}`],
    ["instance page", instance],
    ["instance page, one hour", `${instance}?from=${at(7)}&to=${at(8)}`],
    ["instance page, all of it", `${instance}?tie=all`],
    ["network page", network],
    ["network page, never resolved", `${network}&show=unresolved`],
    ["network page, refused", `${network}&show=refused&sort=rejected`],
    ["network page, one hour", `${network}&from=${at(7)}&to=${at(8)}`],
    ["network page, part of a name", `${network}&q=host-29`],
    ["network page of another instance", network.replace(BUSY.id, BUSY.id.replace("7", "8"))],
    ["detections", `/cases/${caseId}/detections`],
    ["sessions", `/cases/${caseId}/sessions`],
    ["coverage", `/cases/${caseId}/coverage`],
    ["ledger", `/cases/${caseId}/ledger`],
    ["board", `/cases/${caseId}/board`],
    ["comments", `/cases/${caseId}/comments`],
    ["evidence", `/cases/${caseId}/evidence`],
    ["report", `/cases/${caseId}/report`],
  ];
}

const RARE = `peer:${peerAddress(3_999)} bytes:>1GB`;
/** Names grow rarer by their number: of five million lookups one or two ask for the last. */
const QUERIES = [
  ["no query", ""],
  ["nothing fits", RARE],
  ["a network", `peer:${peerAddress(7)}/24`],
  ["a rare name", "domain:host-2999.example.com"],
  ["a part of a name", "domain:*2998*"],
  ["a text that nothing has", '"no such thing anywhere"'],
  ["a text", "host-2997"],
  ["calls that failed", "api:DescribeInstances error:*"],
  ["calls that nobody made", "api:DeleteTrail"],
  ["a key", "key:ASIAEXAMPLE000800003"],
  ["an instance's refused traffic", `instance:${BUSY.id} action:REJECT serviceport:444`],
  ["a tag", 'tag:"seen 3"'],
  ["rows with a tag", "tag:row"],
  ["pinned", "pinned:yes"],
  ["commented", "commented:yes"],
  ["neither tagged nor pinned, failed", "NOT tag:* pinned:no outcome:failed proto:17"],
] as const;

const VALUES = ["peer", "domain", "api", "error", "type", "rcode", "tag", "interface", "key", "session"] as const;

interface Measured {
  name: string;
  firstMs: number;
  longestMs: number;
  steps: number;
  totalMs: number;
}

/** Asks for one thing after the other, each for the first time, to its end where it goes on. */
async function ask(caseId: string, get: (path: string) => Promise<void>, json: JsonAnswer): Promise<Measured[]> {
  const all: Measured[] = [];
  const add = async (name: string, step: () => Promise<boolean>) => {
    const took: number[] = [];
    do {
      const from = performance.now();
      const ends = await step();
      took.push(performance.now() - from);
      if (ends) break;
    } while (took.length < MOST_STEPS);
    const totalMs = took.reduce((sum, ms) => sum + ms, 0);
    all.push({ name, firstMs: took[0] ?? 0, longestMs: Math.max(...took), steps: took.length, totalMs });
  };
  for (const [name, path] of pagesOf(caseId)) await add(name, async () => get(path).then(() => true));
  const api = `/api/cases/${caseId}`;
  const events = `${api}/instances/${BUSY.id}/events`;
  for (const [name, q] of QUERIES) {
    const about = new URLSearchParams({ ip: INDICATOR, tie: "all", q });
    await add(`rows of an instance: ${name}`, async () => json(`${events}?${about}`).then(() => true));
    for (const [what, path, asked] of [
      ["counts beside them", `${events}/facets`, about],
      ["search", `${api}/search`, { q }],
      ["counts of the case", `${api}/search/facets`, { q }],
    ] as const) {
      // What fits everything never ends: its first step is all that a page asks for by itself.
      let after: string | null = null;
      await add(`${what}: ${name}`, async () => {
        const search = new URLSearchParams(asked);
        if (after !== null) search.set("after", after);
        after = (await json(`${path}?${search}`)).next;
        return after === null || q === "";
      });
    }
  }
  for (const field of VALUES)
    await add(`values offered: ${field}`, async () =>
      json(`${api}/search/values?${new URLSearchParams({ field, prefix: "" })}`).then(() => true),
    );
  return all;
}

/** Every page and every kind of search in a case of all logs, each for the first time, alone, over HTTP. */
export async function measureAllLogs({ records, rounds }: PartRequest): Promise<Figure[]> {
  const caseId = await prepareAllLogs(records);
  const cookie = (await runApart<PhaseResult<"open session">>("open session", { records, logs: "all" })).result;
  const measured: Measured[][] = [];
  for (let round = 0; round < rounds; round++) {
    const server = await serve(1);
    const { get, close } = pageGetter(server.url, cookie);
    try {
      // What a process compiles before its first page, whatever it shows.
      await get("/");
      measured.push(await ask(caseId, get, jsonGetter(server.url, cookie)));
    } finally {
      close();
      await server.stop();
    }
  }
  const part = `${records.toLocaleString("en")} flow records, half as many lookups, a tenth as many calls; for the first time, alone`;
  return (measured[0] ?? []).flatMap(({ name, steps }, at): Figure[] => {
    const each = (of: (one: Measured) => number) =>
      median(measured.flatMap((round) => (round[at] ? [of(round[at])] : [])));
    const longest: Figure = {
      ...{ part, name, value: each(({ longestMs }) => longestMs), unit: "ms" },
      bound: { at: "most", must: 1000, goal: 300, of: "value" },
    };
    if (steps === 1) return [longest];
    return [
      { ...longest, name: `${name}, longest step` },
      { part, name: `  all ${steps} steps`, value: each(({ totalMs }) => totalMs), unit: "ms" },
    ];
  });
}
