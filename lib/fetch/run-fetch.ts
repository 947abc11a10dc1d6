import { mkdir } from "node:fs/promises";
import { checkCase } from "@/lib/auth/check-permission";
import { findActor } from "@/lib/auth/find-actor";
import { AwsClients } from "@/lib/aws/aws-clients";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, prisma } from "@/lib/db/client";
import { env } from "@/lib/env";
import { dropFetchFolder } from "@/lib/fetch/drop-fetch-folder";
import { endFetch } from "@/lib/fetch/end-fetch";
import { faultWords } from "@/lib/fetch/fault-words";
import { holdingFetch } from "@/lib/fetch/fetch-lock";
import { type CallLimits, FetchMeter } from "@/lib/fetch/fetch-meter";
import { FetchObjects } from "@/lib/fetch/fetch-objects";
import {
  addSteps,
  type FetchRow,
  markCost,
  markStep,
  readFetch,
  readOpenSteps,
  readProgress,
} from "@/lib/fetch/fetch-rows";
import type { FetchStep } from "@/lib/fetch/fetch-step.types";
import { failSteps } from "@/lib/fetch/forget-kept";
import { planFetch } from "@/lib/fetch/plan-fetch";
import { restartMissing } from "@/lib/fetch/restart-missing";
import { runInLanes } from "@/lib/fetch/run-in-lanes";
import { runStep, StepFault } from "@/lib/fetch/run-step";
import { checkReserve } from "@/lib/ingest/check-free-disk";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { fetchFolder } from "@/lib/sources/fetch-folder";
import { REGISTRY, type Sources } from "@/lib/sources/registry";
import type { PlannedStep } from "@/lib/sources/source.types";

const STEPS_AT_ONCE = 16;
const LOOK_EVERY_MS = 1000;

export interface RunFetchOptions {
  /** Aborting leaves the fetch to be gone on with. */
  signal?: AbortSignal;
  sources?: Sources;
  limits?: CallLimits;
}

/**
 * Plans a fetch that was asked for, or runs one from wherever it stands: its steps side by side, each account and region
 * within its limits. A step that fails does not stop the rest. Then what came is handed to a load. Throws what `signal` was aborted
 * with, and AppError `conflict` where another process runs it.
 */
export function runFetch(fetchId: string, options: RunFetchOptions = {}): Promise<void> {
  return holdingFetch(fetchId, (lost) => {
    const signal = options.signal ? AbortSignal.any([options.signal, lost]) : lost;
    return runHeld(fetchId, { ...options, signal });
  });
}

async function runHeld(fetchId: string, options: RunFetchOptions & { signal: AbortSignal }): Promise<void> {
  const { sources = REGISTRY, signal } = options;
  const fetch = await readFetch(fetchId);
  if (fetch === null) return;
  if (fetch.state === "loading" && fetch.loadId !== null) return enqueueLoad(fetch.loadId);
  if (fetch.state !== "planning" && fetch.state !== "running") return dropFetchFolder(fetchId);
  try {
    const actor = await findActor(fetch.userId);
    // They may have been taken off the case meanwhile.
    await checkCase(actor, fetch.caseId, "evidence.add");
    if (fetch.state === "planning") return await planFetch(fetch, { sources, signal });
    await new FetchRun(fetch, { sources, signal, meter: new FetchMeter(options.limits) }).run();
    await endFetch(fetch, actor);
  } catch (error) {
    if (signal.aborted) throw error;
    // A fault of ours may pass: the job is tried again, and goes on from the last marks.
    if (!(error instanceof AppError)) {
      await note(fetchId, "It was cut off by a fault. It is tried again.");
      throw error;
    }
    if (error.code !== "cancelled") await fail(fetchId, error.message);
    await dropFetchFolder(fetchId);
  }
}

async function note(id: string, error: string): Promise<void> {
  await prisma().fetch.updateMany({ where: { id, state: { in: ["planning", "running"] } }, data: { error } });
}

/** What it brought goes with its folder: those steps, and what was never done, can be tried again. */
async function fail(id: string, error: string): Promise<void> {
  await inTransaction(async (transaction) => {
    const { count } = await transaction.fetch.updateMany({
      where: { id, state: { in: ["planning", "running"] } },
      data: { state: "failed", error, finishedAt: new Date() },
    });
    if (count > 0) await failSteps(transaction, { fetchId: id, error });
  });
}

/** The steps of one fetch under way. */
class FetchRun {
  readonly #folder: string;
  readonly #clients = new Map<string, AwsClients>();
  readonly #stop = new AbortController();
  /** Of the steps under way, by number. */
  readonly #running = new Map<number, AbortController>();
  readonly #objects: FetchObjects;
  /** How often its steps were tried again, in all: where that grows, it is another run that has to do them. */
  #again = 0;
  #adding: Promise<unknown> = Promise.resolve();

  constructor(
    readonly fetch: FetchRow,
    readonly given: { sources: Sources; signal: AbortSignal; meter: FetchMeter },
  ) {
    this.#folder = fetchFolder(fetch.id);
    this.#objects = new FetchObjects(fetch, this.#folder);
  }

  async run(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await restartMissing(this.fetch.id, this.#folder);
    this.#again = (await readProgress(this.fetch.id)).again;
    const looking = setInterval(() => void this.#look().catch(() => undefined), LOOK_EVERY_MS);
    try {
      await runInLanes(await readOpenSteps(this.fetch.id), {
        most: STEPS_AT_ONCE,
        laneOf: ({ source, accountId, region }) => `${source} ${accountId} ${region}`,
        atOnce: ({ source }) => this.given.sources[source]?.atOnce ?? 2,
        work: (step, add) => this.#step(step, add),
      });
    } finally {
      clearInterval(looking);
      for (const clients of this.#clients.values()) await clients.close();
    }
    this.given.signal.throwIfAborted();
    await this.#look();
    this.#stop.signal.throwIfAborted();
  }

  async #step(step: FetchStep, add: (steps: readonly FetchStep[]) => void): Promise<void> {
    const stopped = AbortSignal.any([this.given.signal, this.#stop.signal]);
    if (stopped.aborted) return;
    const at = { fetchId: this.fetch.id, number: step.number, tries: step.tries };
    const own = new AbortController();
    const source = this.given.sources[step.source];
    if ((await markStep({ ...at, state: "running" }, step)) !== "running") return;
    this.#running.set(step.number, own);
    try {
      if (!source) throw new AppError("invalid", "This version of Threadline does not know this source.");
      const done = await runStep(step, {
        ...{ folder: this.#folder, source },
        context: {
          ...this.#place(step),
          signal: AbortSignal.any([stopped, own.signal]),
          isKnown: (one) => this.#objects.isKnown(one),
        },
        mark: async (mark) => {
          await checkReserve(env().dataDir);
          if ((await markStep({ ...at, state: "running" }, mark)) !== "running")
            own.abort(new AppError("cancelled", "It was skipped."));
        },
        follow: async (steps) => add(await this.#follow(steps, step.number)),
        keep: (object, signal) => this.#objects.keep(object, step.number, signal),
      });
      await markStep({ ...at, state: "done" }, done);
    } catch (error) {
      const [cause, mark] = error instanceof StepFault ? [error.cause, error.state] : [error, step];
      // What was cut off is gone on with from its last mark, or not at all; it has cost what it has.
      if (stopped.aborted) return await markCost(at, mark);
      await markStep({ ...at, state: "failed", error: faultWords(cause, step).message }, mark);
    } finally {
      this.#running.delete(step.number);
    }
  }

  #place({ accountId, region }: PlannedStep) {
    const key = `${accountId} ${region}`;
    const { connection, actor: askedBy } = this.fetch;
    const clients =
      this.#clients.get(key) ?? new AwsClients({ connection, accountId, region, askedBy, meter: this.given.meter });
    this.#clients.set(key, clients);
    return { clients, accountId, region };
  }

  #follow(steps: readonly PlannedStep[], after: number): Promise<FetchStep[]> {
    const added = this.#adding.then(() => addSteps(this.fetch.id, steps, after));
    this.#adding = added.catch(() => undefined);
    return added;
  }

  /** Stops what was cancelled, also where it is tried again by now, and steps that were skipped. */
  async #look(): Promise<void> {
    const { state, again, skipped } = await readProgress(this.fetch.id);
    if (state !== "running" || again !== this.#again)
      this.#stop.abort(new AppError("cancelled", "The fetch was cancelled."));
    for (const number of skipped) this.#running.get(number)?.abort(new AppError("cancelled", "It was skipped."));
  }
}
