import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AwsFault as FakeFault } from "@/e2e/aws/aws-fault";
import { startFakeAws } from "@/e2e/aws/fake-aws";
import type { FakeAws } from "@/e2e/aws/fake-aws.types";
import { fakeContext } from "@/e2e/aws/fake-context";
import { type FakeEvent, type FakeGroup, serveLogs } from "@/e2e/aws/services/logs";
import { readWhole } from "@/lib/formats/test-log";
import { cloudWatchLogs } from "@/lib/sources/cloudwatch-logs/cloudwatch-logs-source";
import { insightsQuery, splitWindow } from "@/lib/sources/cloudwatch-logs/insights-query";
import type { Fetched, FetchQuestion, PlannedStep, SourceContext, StepCursor } from "@/lib/sources/source.types";

let aws: FakeAws;
let groups: Map<string, FakeGroup>;
let context: SourceContext;
beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE000000001");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  aws = await startFakeAws();
});
afterAll(async () => {
  await aws.close();
  vi.unstubAllEnvs();
});
beforeEach(() => {
  groups = serveLogs(aws);
  context = fakeContext(aws);
  aws.calls.length = 0;
});

const FROM = Date.parse("2026-02-16T00:00:00Z");
const TO = FROM + 3 * 3_600_000;
const at = { accountId: "111122223333", region: "eu-central-1" };
const question = (group: string, more: Partial<FetchQuestion> = {}): FetchQuestion => ({
  ...{ indicators: [{ kind: "ip", value: "198.51.100.77" }], instanceIds: [], interfaceIds: [], accessKeyIds: [] },
  ...{ fromMs: FROM, toMs: TO, logPlaces: [{ ...at, kind: "log-group", group }] },
  ...more,
});
const flow = (timestamp: number, peer = "198.51.100.77"): FakeEvent => {
  const start = Math.floor(timestamp / 1000);
  const message = `2 111122223333 eni-0123456789abcdef0 10.0.1.5 ${peer} 49152 443 6 12 ${start % 97} ${start} ${start + 58} ACCEPT OK`;
  return { timestamp, message, logStreamName: "eni-0123456789abcdef0-all" };
};
const spread = (count: number, fromMs = FROM, length = TO - FROM) =>
  Array.from({ length: count }, (_, n) => flow(fromMs + Math.floor((n * length) / count)));

async function plan(group: string, more: Partial<FetchQuestion> = {}): Promise<PlannedStep> {
  const [step] = await cloudWatchLogs.plan(question(group, more), context);
  if (!step) throw new Error("no step");
  return step;
}
const asQuery = (step: PlannedStep): PlannedStep => ({ ...step, request: { ...step.request, how: "query" } });
type Answer = Extract<Fetched, { kind: "answer" }>;
async function run(
  step: PlannedStep,
  { cursor = null, most = Number.POSITIVE_INFINITY }: { cursor?: StepCursor | null; most?: number } = {},
) {
  const items: Fetched[] = [];
  for await (const item of cloudWatchLogs.run(step, cursor, context)) {
    items.push(item);
    if (items.filter(({ kind }) => kind === "answer").length === most) break;
  }
  const answers = items.filter((item): item is Answer => item.kind === "answer");
  return {
    items,
    answers,
    records: answers.reduce((sum, { records }) => sum + records, 0),
    gaps: items.filter(({ kind }) => kind === "gap"),
  };
}
const timesOf = (answers: readonly Answer[]) =>
  answers.flatMap(({ answer }) =>
    (answer.results as { value: string }[][]).map(([time]) => Date.parse(`${time?.value.replace(" ", "T")}Z`)),
  );
/** As a fetch writes them: an answer a line. */
const lines = (answers: readonly Answer[]) => answers.map(({ answer }) => `${JSON.stringify(answer)}\n`).join("");

describe("all events of a group", () => {
  it("come page by page, also behind pages that are half full or empty, and are read as the log's own records", async () => {
    groups.set("/vpc/flow", { events: [flow(FROM - 1), ...spread(900), flow(TO)] });
    aws.befall("logs", "FilterLogEvents", "half-page", "empty-page", "throttled", "broken");
    const { answers, records } = await run(await plan("/vpc/flow"));
    expect(records).toBe(900);
    expect(answers[0]?.input).toMatchObject({ logGroupName: "/vpc/flow", startTime: FROM });
    const { summary } = await readWhole(lines(answers));
    expect(summary).toMatchObject({ kind: "vpc-flow", records: 900, rejected: 0 });
  }, 20_000);

  it("go on from a cursor, and from an hour's beginning where its token is too old", async () => {
    groups.set("g", { events: spread(25_000, FROM, 3_600_000) });
    const step = await plan("g");
    const first = await run(step, { most: 1 });
    const cursor = JSON.parse(JSON.stringify(first.answers[0]?.cursor));
    expect(first.records + (await run(step, { cursor })).records).toBe(25_000);
    const group = groups.get("g") as FakeGroup;
    aws.on("logs", "FilterLogEvents", ({ input, page }) => {
      if (input.nextToken === "from-10000")
        throw new FakeFault("InvalidParameterException", "The specified nextToken is invalid.");
      const { items, next } = page(group.events, 9_000, input.nextToken);
      return { events: items, nextToken: next };
    });
    expect((await run({ ...step, toMs: FROM + 3_600_000 }, { cursor })).records).toBe(25_000);
  });
});

describe("Logs Insights", () => {
  it("is asked in pieces until no answer is cut, each event once, and its rows are read as the log's own", async () => {
    const events = [...spread(3_000), ...spread(21_000, FROM + 1_234_567, 1_500)];
    groups.set("g", { events });
    const { answers, gaps } = await run(asQuery(await plan("g")));
    expect(gaps).toEqual([]);
    expect(timesOf(answers)).toEqual(events.map(({ timestamp }) => timestamp).sort((a, b) => a - b));
    for (const { records } of answers) expect(records).toBeLessThan(10_000);
    const { summary, content } = await readWhole(lines(answers.slice(0, 1)));
    expect(summary).toMatchObject({
      kind: "vpc-flow",
      records: answers[0]?.records,
      rejected: 0,
      logKey: "111122223333:g:eni-all",
    });
    expect(content.flows[0]).toMatchObject({ startMs: FROM, context: { interfaceKey: "eni-0123456789abcdef0" } });
  }, 30_000);

  it("says so where a single millisecond has more than it gives", async () => {
    const crowd = FROM + 5_000;
    groups.set("g", { events: [...spread(10), ...Array.from({ length: 10_500 }, () => flow(crowd))] });
    const { records, gaps } = await run(asQuery(await plan("g")));
    expect(records).toBe(10_010);
    expect(gaps).toEqual([
      {
        ...{ kind: "gap", code: "RowLimit", fromMs: crowd, toMs: crowd + 1 },
        message: expect.stringMatching(
          /gave 10,000 of 10,500 events of g at 2026-02-16T00:00:05.000Z: one millisecond has more/,
        ),
      },
    ]);
  }, 30_000);

  it("goes on from a cursor: nothing twice and nothing missing", async () => {
    groups.set("g", { events: spread(30_000) });
    const step = asQuery(await plan("g"));
    const first = await run(step, { most: 2 });
    const rest = await run(step, { cursor: JSON.parse(JSON.stringify(first.answers.at(-1)?.cursor)) });
    expect(new Set(timesOf([...first.answers, ...rest.answers])).size).toBe(30_000);
    expect(first.records + rest.records).toBe(30_000);
  }, 30_000);

  it("is stopped by whoever does not wait for it any more", async () => {
    groups.set("g", { events: spread(5) });
    const stop = new AbortController();
    context = fakeContext(aws, { signal: stop.signal });
    const step = asQuery(await plan("g"));
    aws.on("logs", "GetQueryResults", () => {
      stop.abort(new Error("cancelled"));
      return { status: "Running" as const, results: [] };
    });
    await expect(run(step)).rejects.toThrow("cancelled");
    expect(aws.calls.at(-1)).toMatchObject({ operation: "StopQuery", input: { queryId: "query-1" } });
  });

  it("splits any window into shorter ones, without an overlap and with a hole only before the first row", () => {
    const ms = fc.integer({ min: 2, max: 10_000_000 });
    const ends = fc.option(fc.tuple(fc.nat(10_000_000), fc.nat(10_000_000)));
    fc.assert(
      fc.property(fc.nat(2 ** 40), ms, ends, fc.option(fc.nat(10_000_000)), (fromMs, length, rows, matched) => {
        const [firstMs, lastMs] =
          rows === null ? [null, null] : rows.map((row) => fromMs + (row % length)).sort((a, b) => a - b);
        const window = { fromMs, toMs: fromMs + length };
        const pieces = splitWindow(window, { matched, firstMs: firstMs ?? null, lastMs: lastMs ?? null }) ?? [];
        expect(pieces.at(0)?.fromMs).toBe(firstMs ?? fromMs);
        expect(pieces.at(-1)?.toMs).toBe(window.toMs);
        for (const [at, piece] of pieces.entries()) {
          expect(piece.toMs).toBeGreaterThan(piece.fromMs);
          expect(piece.toMs - piece.fromMs).toBeLessThan(length);
          if (at > 0) expect(piece.fromMs).toBe(pieces[at - 1]?.toMs);
          const { startTime, endTime } = insightsQuery([], piece);
          expect(startTime * 1000).toBeLessThanOrEqual(piece.fromMs);
          expect(endTime * 1000).toBeGreaterThanOrEqual(piece.toMs);
        }
      }),
    );
    expect(splitWindow({ fromMs: 5, toMs: 6 }, { matched: 20_000, firstMs: 5, lastMs: 5 })).toBeNull();
  });
});

describe("a plan", () => {
  it("reads all of a small group, and of a large one what names the case's own things", async () => {
    const creationTime = FROM - 21 * 3_600_000;
    groups.set("g", { events: [flow(FROM + 1, "203.0.113.9"), flow(FROM + 2)], creationTime, storedBytes: 1e6 });
    groups.set("g2", { events: [] });
    expect(await plan("g")).toMatchObject({ request: { how: "events", terms: [] }, title: "Log group g: all events" });
    groups.set("g", { ...(groups.get("g") as FakeGroup), storedBytes: 1e15 });
    const step = await plan("g", { instanceIds: ['i-1" or 1=1', "i-0aaaaaaaaaaaaaaa0"] });
    expect(step).toMatchObject({
      request: { how: "query", terms: ["198.51.100.77", "i-0aaaaaaaaaaaaaaa0"] },
      title: "Log group g: events that name 198.51.100.77, i-0aaaaaaaaaaaaaaa0",
    });
    expect((await run(step)).records).toBe(1);
    groups.set("g", { ...(groups.get("g") as FakeGroup), storedBytes: 5, logGroupClass: "INFREQUENT_ACCESS" });
    expect(await plan("g")).toMatchObject({ request: { how: "query", terms: [] } });
  });

  it("takes a group by its ARN, and says what is not there, what is missing, and what is gone", async () => {
    groups.set("g", { events: [], retentionInDays: 1 });
    const step = await plan("arn:aws:logs:eu-central-1:111122223333:log-group:g");
    expect((await run(step)).items).toMatchObject([{ kind: "gap", code: "older-than-kept", fromMs: FROM }]);
    await expect(plan("other")).rejects.toMatchObject({ kind: "not-found" });
    expect(await cloudWatchLogs.plan(question("g"), { ...context, region: "us-east-1" })).toEqual([]);
    aws.deny(["logs:FilterLogEvents"]);
    await expect(run(step)).rejects.toMatchObject({ kind: "denied", action: "logs:FilterLogEvents" });
    aws.allow(["logs:FilterLogEvents"]);
  });
});
