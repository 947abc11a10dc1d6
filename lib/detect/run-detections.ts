import { createHash } from "node:crypto";
import type pg from "pg";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import type { AssessedDetector, StoredDetection } from "@/lib/detect/detection.types";
import type { Detector, Found, Parameters } from "@/lib/detect/detector.types";
import {
  compareFound,
  detectionKey,
  eachOnce,
  evaluateDetector,
  MOST_FOUND,
  missingSource,
  parametersWith,
} from "@/lib/detect/evaluate-detector";
import { INPUT_READERS, type WholeInput } from "@/lib/detect/inputs/input-readers";
import type { Inputs } from "@/lib/detect/inputs/inputs.types";
import { readChannels } from "@/lib/detect/inputs/read-channels";
import { keepDetections } from "@/lib/detect/keep-detections";
import { type ProofRecord, readProof } from "@/lib/detect/read-proof";
import { DETECTORS } from "@/lib/detect/registry";
import { rebuildCountedValues } from "@/lib/detect/rollup/counted-values";
import { openSums } from "@/lib/detect/rollup/open-sums";
import { rebuildPeerHours } from "@/lib/detect/rollup/rebuild-peer-hours";
import { settleLookups } from "@/lib/detect/rollup/settle-lookups";
import type { RunContext } from "@/lib/detect/run-context";
import { beginRun, noteFault, noteStep } from "@/lib/detect/track-run";
import { makeCaseSums } from "@/lib/ingest/sums/make-case-sums";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { readSourcesPresent, type SourcesPresent } from "@/lib/investigate/not-assessed";
import { caseLoadIds, loadLedger } from "@/lib/ledger/load-ledger";
import { ownAddresses } from "@/lib/ledger/own-addresses";
import { openAwsRanges } from "@/lib/reference/label-addresses";

export interface DetectionProgress {
  step: string;
  done: number;
  total: number;
}

export interface RunDetectionsOptions {
  /** What it returns is waited for. */
  onProgress?: (progress: DetectionProgress) => unknown;
  signal?: AbortSignal;
  /** Someone waits for it: all cores, where a job of the worker takes two at most. */
  atOnce?: boolean;
  /** Leaves the sums by hour out: nobody looks at a case that is about to go. */
  forget?: boolean;
}

/** Rows are cheap to hand over beside what is worked out for each: the planner takes a scan for cheaper than it is. */
const AT_ONCE = ["SET parallel_setup_cost = 0", "SET parallel_tuple_cost = 0"];
/** Two cores for half as long, and for a moment what is looked through beside; whoever reads meanwhile has the rest, and a share of these. */
const BESIDE_READERS = ["SET max_parallel_workers_per_gather = 1", ...AT_ONCE];

/**
 * Runs every detector on a case's present evidence with the case's parameters, and keeps what they find in the place of what
 * was found before. Reads over a connection of its own, and over a second one what is looked through meanwhile; aborting stops between two
 * statements of either, and while records are summed up.
 * Throws AppError `not-found`, and `conflict` when the evidence changed meanwhile.
 */
export async function runDetections(caseId: string, options: RunDetectionsOptions = {}): Promise<void> {
  const client = await pool().connect();
  try {
    // Two runs of one case would only take the time from each other.
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [`detect ${caseId}`]);
    const revision = await revisionOf(client, caseId);
    await beginRun(caseId);
    const giveSettings = (connection: pg.ClientBase) => setUp(connection, options);
    await giveSettings(client);
    const context: RunContext = { ...(await openContext(client, caseId)), giveSettings };
    const loads = context.loads.map(Number).join(",") || "NULL";
    const present = await readSourcesPresent(caseId, loads);
    const run = new Run(context, present, options);
    const found = await run.detect();
    await keepDetections(caseId, revision, found);
    // Nothing waits for it: what was found is shown already.
    if (!options.forget) {
      // Pages look up far addresses, and nobody else tells the planner how many a new case has.
      if (run.hasSummed) await client.query("ANALYZE flow_peers").catch(() => undefined);
      await options.onProgress?.({ step: "Counting values to search for", done: 1, total: 1 });
      await settleLookups(context);
      await rebuildCountedValues(context, revision);
    }
    if (!options.forget && present.flow) {
      await options.onProgress?.({ step: "Summing up by the hour", done: 1, total: 1 });
      await rebuildPeerHours(context, revision, options.signal);
    }
  } catch (error) {
    await noteFault(caseId, error, options.signal?.aborted ?? false);
    throw error;
  } finally {
    // Ending the connection takes its temporary tables and settings along.
    client.release(true);
  }
}

async function setUp(connection: pg.ClientBase, { atOnce }: RunDetectionsOptions): Promise<void> {
  await connection.query("SET work_mem = '96MB'");
  for (const setting of atOnce ? AT_ONCE : BESIDE_READERS) await connection.query(setting);
}

async function revisionOf(client: pg.ClientBase, caseId: string): Promise<number> {
  const { rows } = await client.query<{ revision: number }>("SELECT revision FROM cases WHERE id = $1", [caseId]);
  if (!rows[0]) throw new AppError("not-found", "There is no such case.");
  return rows[0].revision;
}

async function openContext(client: pg.ClientBase, caseId: string): Promise<Omit<RunContext, "giveSettings">> {
  const [ledger, loads] = [await loadLedger(caseId), await caseLoadIds(caseId)];
  const seen = await client.query<{ id: number; key: string }>(
    `SELECT DISTINCT i.id, i.key FROM flow_contexts c JOIN interfaces i ON i.id = c.interface_no
      WHERE c.case_id = $1 AND c.source = 'vpc-flow'`,
    [caseId],
  );
  const counted = seen.rows.filter(({ key }) => ledger.gatewayKind(key) === null);
  const settings = await client.query<{ detector: string; values: Record<string, unknown> }>(
    `SELECT detector, "values" FROM detection_settings WHERE case_id = $1`,
    [caseId],
  );
  const own = new Map(settings.rows.map(({ detector, values }) => [detector, values]));
  const parameters = new Map(DETECTORS.map((rule) => [rule.id, parametersWith(rule, own.get(rule.id) ?? {})]));
  const numbers = counted.map(({ id }) => id);
  return {
    ...{ client, caseId, loads, ledger },
    interfaces: new Map(counted.map(({ id, key }) => [id, key])),
    awsOf: await openAwsRanges(),
    own: numbers.length === 0 ? [] : await ownAddresses(client, numbers, caseId, ledger),
    parametersOf: (id) => parameters.get(id) ?? {},
  };
}

export interface RunResult {
  detections: StoredDetection[];
  assessed: AssessedDetector[];
  notAssessed: { id: string; reason: string }[];
  /** Of the parameters that it was found with. */
  settings: string;
}

class Run {
  /** Who talked to whom was summed up now, and not before. */
  hasSummed = false;
  #done = 0;
  #total = 0;
  /** Ends what reads beside the one that failed, or was told to stop. */
  readonly #failed = new AbortController();
  readonly #signal: AbortSignal;

  constructor(
    private readonly context: RunContext,
    private readonly present: SourcesPresent,
    private readonly options: RunDetectionsOptions,
  ) {
    this.#signal = AbortSignal.any([this.#failed.signal, ...(options.signal ? [options.signal] : [])]);
  }

  async detect(): Promise<RunResult> {
    const notAssessed: RunResult["notAssessed"] = [];
    const ready: Detector[] = [];
    for (const rule of DETECTORS) {
      const reason = missingSource(rule, this.present);
      if (reason === null) ready.push(rule);
      else notAssessed.push({ id: `detector:${rule.id}`, reason });
    }
    const { inputs, inChannels } = await this.#read(ready);
    await this.#step("Comparing with thresholds");
    const assessed: AssessedDetector[] = [];
    const found: { rule: Detector; one: Found }[] = [];
    for (const rule of ready) {
      const parameters = this.context.parametersOf(rule.id);
      const all = inChannels.get(rule) ?? evaluateDetector(rule, inputs, parameters);
      const open = rule.leavesOpen?.(inputs as Inputs, parameters) ?? null;
      if (open !== null) notAssessed.push({ id: `detector:${rule.id}`, reason: `${rule.title}: ${open}` });
      assessed.push({ detector: rule.id, parameters: { ...parameters }, found: all.length });
      if (all.length > MOST_FOUND) {
        notAssessed.push({
          id: `detector:${rule.id}`,
          reason: `${rule.title}: found ${all.length} times, the ${MOST_FOUND} most severe are listed`,
        });
      }
      found.push(...all.slice(0, MOST_FOUND).map((one) => ({ rule, one })));
    }
    await this.#step("Looking up the records behind it");
    found.sort((a, b) => compareFound(a.one, b.one) || (a.rule.id < b.rule.id ? -1 : 1));
    const detections: StoredDetection[] = [];
    for (const { rule, one } of found) {
      this.#signal.throwIfAborted();
      detections.push(toStored(rule, one, await readProof(this.context, one.records)));
    }
    return {
      detections,
      assessed,
      notAssessed,
      settings: settingsHash(DETECTORS, this.context),
    };
  }

  /**
   * Reads what the detectors need, each input once. Those that look at connections to the outside do so meanwhile, over a connection of their
   * own: they keep this process busy for longer than the database.
   */
  async #read(ready: readonly Detector[]): Promise<{ inputs: Partial<Inputs>; inChannels: Map<Detector, Found[]> }> {
    const inChannels = ready.filter(readsChannels);
    const first = wholeInputs(inChannels);
    const rest = wholeInputs(ready).filter((name) => !first.includes(name));
    this.#total = first.length + rest.length + 4;
    await this.#step("Looking up who talked to whom");
    this.hasSummed = await makeCaseSums(this.context.caseId, this.context.ledger, this.#signal);
    const early = openSums(this.context).then(() => this.#readInputs(first));
    const late = this.#elseEnd(early.then((inputs) => this.#readRest(inputs, rest)));
    const found = this.#elseEnd(this.#lookThroughChannels(inChannels, early));
    // Neither works on behind whoever caught what the other threw.
    await Promise.allSettled([late, found]);
    this.#signal.throwIfAborted();
    return { inputs: await late, inChannels: await found };
  }

  /** A side that fails ends the other one at its next step; what it failed with is what the run fails with. */
  async #elseEnd<Value>(side: Promise<Value>): Promise<Value> {
    try {
      return await side;
    } catch (error) {
      this.#failed.abort(error);
      throw error;
    }
  }

  async #readRest(early: Partial<Inputs>, names: readonly WholeInput[]): Promise<Partial<Inputs>> {
    const inputs = { ...early, ...(await this.#readInputs(names)) };
    await this.#step("Reading connections to the outside");
    return inputs;
  }

  async #readInputs(names: readonly WholeInput[]): Promise<Partial<Inputs>> {
    const inputs: Record<string, unknown> = {};
    for (const name of names) {
      await this.#step(INPUT_READERS[name].doing);
      inputs[name] = await INPUT_READERS[name].read(this.context);
    }
    return inputs as Partial<Inputs>;
  }

  /** What detectors find in connections to the outside, of which no more than some are in memory. */
  async #lookThroughChannels(
    rules: readonly Detector[],
    reading: Promise<Partial<Inputs>>,
  ): Promise<Map<Detector, Found[]>> {
    const found = new Map(rules.map((rule): [Detector, Found[]] => [rule, []]));
    if (rules.length === 0) return found;
    for await (const channels of readChannels(this.context)) {
      const inputs = { ...((await reading) as Inputs), channels };
      this.#signal.throwIfAborted();
      for (const [rule, all] of found) {
        for (const one of rule.evaluate(inputs, this.context.parametersOf(rule.id))) all.push(one);
      }
    }
    for (const [rule, all] of found) found.set(rule, eachOnce(rule.id, all));
    return found;
  }

  async #step(step: string): Promise<void> {
    this.#signal.throwIfAborted();
    await noteStep(this.context.caseId, step, this.#done, this.#total);
    await this.options.onProgress?.({ step, done: this.#done, total: this.#total });
    this.#done += 1;
  }
}

/** The inputs that detectors read whole, in the order in which they are read. */
function wholeInputs(rules: readonly Detector[]): WholeInput[] {
  const wanted = new Set<string>(rules.flatMap(({ reads }) => [...reads]));
  return (Object.keys(INPUT_READERS) as WholeInput[]).filter((name) => wanted.has(name));
}

function readsChannels({ reads }: Detector): boolean {
  return reads.includes("channels");
}

function toStored(rule: Detector, one: Found, proof: ProofRecord[]): StoredDetection {
  return {
    ...{ id: rule.id, title: rule.title, severity: one.severity, techniques: [...rule.techniques] },
    ...{ subject: one.subject, firstSeen: isoInstant(one.firstMs), lastSeen: isoInstant(one.lastMs) },
    ...{ numbers: one.numbers, records: proof.map(({ sha256, record }) => ({ sha256, record })) },
    key: detectionKey(rule.id, one),
    ...{ instanceId: one.instanceId, summary: one.summary, benign: rule.benign, proof },
  };
}

/** The same for equal parameters of the same detectors. */
function settingsHash(rules: readonly Detector[], { parametersOf }: { parametersOf(id: string): Parameters }): string {
  const all = rules.map(({ id }) => [id, parametersOf(id)]);
  return createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 16);
}
