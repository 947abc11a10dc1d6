import { randomBytes } from "node:crypto";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { BUSY } from "@/bench/data/flow-log";
import type { Figure } from "@/bench/figure";
import { pageGetter } from "@/bench/pages/get-page";
import type { PartRequest } from "@/bench/parts/load";
import { prepareCase } from "@/bench/parts/pages";
import { followFeed } from "@/bench/people/follow-feed";
import { actionWriter } from "@/bench/people/write-by-action";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";
import { serve } from "@/bench/serve";

const LASTS_MS = 120_000;
/** What a person does between two things, on average. */
const THINKS_MS = 4_000;
/** A change of a page must stand on those of all others within a second. */
const HEARD_WITHIN_MS = 10_000;
const WEB_PROCESSES = 2;

/**
 * Fifty people on one case for two minutes, each with a feed open: of ten things one does, seven are pages and rows, two comments
 * and one a pin. Two web processes, so that half of all changes come through the other one. 

 */
export async function measurePeople({ records }: PartRequest): Promise<Figure[]> {
  const caseId = await prepareCase(records, false);
  const cookies = (await runApart<PhaseResult<"open sessions">>("open sessions", { records })).result;
  const server = await serve(WEB_PROCESSES);
  const mark = `bench ${randomBytes(4).toString("hex")} `;
  const agent = new Agent({ keepAlive: true });
  const write = actionWriter(server.url, caseId, agent);
  const taken: Record<"page" | "rows" | "write", number[]> = { page: [], rows: [], write: [] };
  const answered = new Map<string, number>();
  const feeds = cookies.map((cookie) => followFeed(server.url, caseId, cookie, mark));
  const instance = `/cases/${caseId}/instances/${BUSY.id}`;
  const until = performance.now() + LASTS_MS;

  const live = async (cookie: string, person: number) => {
    const { get, close } = pageGetter(server.url, cookie);
    const timed = async (kind: keyof typeof taken, work: Promise<void>) => {
      const askedAt = performance.now();
      await work;
      taken[kind].push(performance.now() - askedAt);
    };
    // Not all at once: people come one after the other.
    await sleep((THINKS_MS * person) / cookies.length);
    for (let n = 0; performance.now() < until; n++) {
      const turn = (n + person) % 10;
      if (turn === 2 || turn === 6 || turn === 9) {
        const title = `${mark}${person}.${n}`;
        const marked = { caseId, title, at: null };
        const asked =
          turn === 9
            ? write("pin", { ...marked, subject: { kind: "detection", key: title } }, cookie)
            : write(
                "comment",
                { ...marked, subject: { kind: "detection", key: title }, body: title, parentId: null },
                cookie,
              );
        await timed("write", asked);
        answered.set(title, performance.now());
      } else if (turn === 4 || turn === 8) await timed("rows", get(`/api${instance}/events?tie=all&group=off`));
      else await timed("page", get(turn % 2 === 0 ? `/cases/${caseId}` : `${instance}`));
      await sleep(THINKS_MS * (0.5 + Math.random()));
    }
    close();
  };

  try {
    await Promise.all(feeds.map(({ opened }) => opened));
    await Promise.all(cookies.map(live));
    const isAll = () => feeds.every(({ heard }) => [...answered.keys()].every((title) => heard.has(title)));
    for (const end = performance.now() + HEARD_WITHIN_MS; !isAll() && performance.now() < end; await sleep(50));
  } finally {
    for (const { close } of feeds) close();
    agent.destroy();
    await server.stop();
  }
  const request = { records, folders: [mark] };
  const kept = new Set((await runApart<PhaseResult<"written in case">>("written in case", request)).result);
  const unheard = feeds.flatMap(({ heard }) => [...answered.keys()].filter((title) => !heard.has(title)));
  const late = feeds.flatMap(({ heard }) =>
    [...answered].map(([title, at]) => Math.max(0, (heard.get(title) ?? Number.POSITIVE_INFINITY) - at)),
  );
  const part = `${cookies.length} people on a case of ${records.toLocaleString("en")} flow records, ${LASTS_MS / 1000} s, ${WEB_PROCESSES} web processes`;
  const ms = (name: string, value: number, must?: number): Figure => ({
    ...{ part, name, value, unit: "ms" },
    ...(must === undefined ? {} : { bound: { at: "most", must, of: "value" } }),
  });
  const none = (name: string, value: number): Figure => ({
    ...{ part, name, value, unit: "writes", bound: { at: "most", must: 0, of: "value" } },
  });
  return [
    ...(["page", "rows", "write"] as const).flatMap((kind) => [
      ms(`${NAMES[kind]}, ${taken[kind].length} of them, p50`, rank(taken[kind], 0.5)),
      ms(`${NAMES[kind]}, p95`, rank(taken[kind], 0.95), 1_000),
    ]),
    ms("from a write's answer to all feeds, p95", rank(late, 0.95), 1_000),
    { part, name: "written", value: answered.size, unit: "writes" },
    none("answered and not in the database", [...answered.keys()].filter((title) => !kept.has(title)).length),
    none("not told to one of the feeds", unheard.length),
  ];
}

const NAMES = { page: "whole pages", rows: "rows of a table", write: "comments and pins" };

function rank(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
