import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { answersIn, drain, gapsIn } from "@/e2e/aws/ask-source";
import { AppError } from "@/lib/core/app-error";
import { athenaSource } from "@/lib/sources/athena/athena-source";
import { openAthena } from "@/lib/sources/athena/test-athena";
import type { Fetched, PlannedStep } from "@/lib/sources/source.types";
import { INDICATOR } from "@/prisma/incidents/web-tier/world";

let world: Awaited<ReturnType<typeof openAthena>>;
let first: PlannedStep;
beforeAll(async () => {
  world = await openAthena();
}, 60_000);
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  world.athena.endless = false;
  world.athena.queries.length = 0;
  const asked = world.ask({ indicators: [{ kind: "ip", value: INDICATOR }] });
  [first] = (await athenaSource.plan(asked, world.context)) as [PlannedStep];
});

it("says before what a question reads at the most and costs, and asks nothing yet", () => {
  const sizes = [...world.account.objects].filter(([key]) => key.includes("/vpcdnsquerylogs/"));
  expect(first.estimate.bytes).toBe(sizes.reduce((sum, [, bytes]) => sum + bytes.length, 0));
  // 10 MB are charged at the least.
  expect(first.estimate.dollars).toBeCloseTo((10 * 1024 * 1024 * 5) / 1e12, 8);
  expect(first.request.sql).toContain("count_if");
  expect(world.athena.queries).toEqual([]);
});

it("gives what Athena says of the query, and the step that follows", async () => {
  const fetched = await drain(athenaSource, first, world.context);
  const account = answersIn(fetched).at(-1);
  expect(account).toMatchObject({
    operation: "GetQueryExecution",
    answer: { QueryExecution: { Query: first.request.sql, QueryExecutionId: world.athena.queries[0]?.id } },
  });
  expect(fetched.flatMap((item) => (item.kind === "more" ? item.steps.map(({ title }) => title) : []))).toEqual([
    "Which interfaces met the address",
  ]);
});

it("stops a query that scans more than it may", async () => {
  world.athena.endless = true;
  const told: Fetched[] = [];
  const stopped = async () => {
    for await (const one of athenaSource.run(first, null, world.context)) told.push(one);
  };
  await expect(stopped()).rejects.toMatchObject({
    code: "ScanLimit",
    message: expect.stringContaining("may read 1 GB"),
  });
  // What it read by then costs, and is told.
  expect(answersIn(told)).toMatchObject([{ operation: "GetQueryExecution", scanned: 2e9 }]);
  expect(world.athena.queries.map(({ state }) => state)).toEqual(["CANCELLED"]);
  // Whoever goes on from there starts another, and whoever goes on from that one starts none.
  world.athena.endless = false;
  const [stoppedAt] = answersIn(told);
  const [again] = answersIn(await drain(athenaSource, first, world.context, stoppedAt?.cursor)).slice(-1);
  expect(world.athena.queries.map(({ state }) => state)).toEqual(["CANCELLED", "SUCCEEDED"]);
  const [once] = answersIn(await drain(athenaSource, first, world.context, again?.cursor)).slice(-1);
  expect(once).toMatchObject({ input: again?.input, scanned: 0 });
  expect(world.athena.queries).toHaveLength(2);
});

it("says that the workgroup's own limit stopped a query", async () => {
  world.athena.endless = true;
  world.athena.workgroup = { BytesScannedCutoffPerQuery: 1e7 };
  const wide = { ...first, request: { ...first.request, setup: { ...world.setup, mostBytes: 1e15 } } };
  const stopped = drain(athenaSource, wide, world.context);
  await expect(stopped).rejects.toMatchObject({ code: "ScanLimit", message: expect.stringContaining("workgroup") });
  world.athena.workgroup = {};
});

it("starts a query once, however often its step is begun", async () => {
  for (const _ of [1, 2]) await drain(athenaSource, first, world.context);
  expect(world.athena.queries).toHaveLength(1);
});

it("stops the query of a fetch that is cancelled, and leaves that of a worker that ends", async () => {
  world.athena.endless = true;
  const states = [];
  for (const reason of [new AppError("cancelled", "The fetch was cancelled."), new Error("the worker ends")]) {
    const stop = new AbortController();
    world.aws.calls.length = 0;
    const [step] = (await athenaSource.plan(
      world.ask({ indicators: [{ kind: "ip", value: INDICATOR }] }),
      world.context,
    )) as [PlannedStep];
    const slow = { ...step, request: { ...step.request, setup: { ...world.setup, mostBytes: 1e15 } } };
    const running = drain(athenaSource, slow, { ...world.context, signal: stop.signal });
    await vi.waitFor(() =>
      expect(world.aws.calls.some(({ operation }) => operation === "GetQueryExecution")).toBe(true),
    );
    stop.abort(reason);
    await expect(running).rejects.toThrow();
    states.push(world.athena.queries.at(-1)?.state);
  }
  expect(states).toEqual(["CANCELLED", "RUNNING"]);
});

it("tells what a query had cost that was cancelled, and asks another where the step is tried again", async () => {
  world.athena.endless = true;
  const stop = new AbortController();
  const wide = { ...first, request: { ...first.request, setup: { ...world.setup, mostBytes: 1e15 } } };
  const told: Fetched[] = [];
  const cancelled = async () => {
    for await (const one of athenaSource.run(wide, null, { ...world.context, signal: stop.signal })) told.push(one);
  };
  const running = cancelled();
  await vi.waitFor(() => expect(world.athena.queries[0]?.scanned).toBeGreaterThan(0));
  stop.abort(new AppError("cancelled", "The fetch was cancelled."));
  await expect(running).rejects.toThrow("The fetch was cancelled.");
  const [account] = answersIn(told);
  expect(account).toMatchObject({ scanned: world.athena.queries[0]?.scanned, cursor: { failed: true } });
  // Whether that was noted or not: the same question is not answered by the query that was stopped.
  world.athena.endless = false;
  for (const cursor of [account?.cursor, null]) {
    const again = answersIn(await drain(athenaSource, wide, world.context, cursor));
    expect(again.at(-1)).toMatchObject({ cursor: { failed: false, after: world.athena.queries[0]?.id } });
    expect(world.athena.queries.map(({ state }) => state)).toEqual(["CANCELLED", "SUCCEEDED"]);
  }
});

it("goes on without EC2 where it is not to be asked, and says so", async () => {
  world.aws.deny(["ec2:DescribeNetworkInterfaces"]);
  const gaps: string[] = [];
  let steps: PlannedStep[] = [first];
  while (steps[0]?.title !== undefined && steps.length === 1) {
    const fetched = await drain(athenaSource, steps[0], world.context);
    gaps.push(...gapsIn(fetched));
    steps = fetched.flatMap((item) => (item.kind === "more" ? item.steps : []));
  }
  world.aws.allow(["ec2:DescribeNetworkInterfaces"]);
  expect(gaps).toEqual([expect.stringContaining("ec2:DescribeNetworkInterfaces")]);
  expect(steps.map(({ title }) => title.split(":")[0])).toEqual([
    "Traffic of those interfaces",
    "Traffic of those interfaces",
    "Lookups of those instances",
    "Calls of those sessions",
  ]);
});

it("asks nothing in another account or region, nor without an address", async () => {
  const asked = world.ask({ indicators: [{ kind: "ip", value: INDICATOR }] });
  expect(await athenaSource.plan(asked, { ...world.context, region: "us-east-1" })).toEqual([]);
  expect(await athenaSource.plan({ ...asked, indicators: [] }, world.context)).toEqual([]);
  expect(await athenaSource.plan({ ...asked, athena: null }, world.context)).toEqual([]);
});
