import { answerLine } from "@/lib/fetch/answer-line";
import { tallied } from "@/lib/fetch/fetch-meter";
import type { FetchStep, StepGap, StepMark, StepPlace } from "@/lib/fetch/fetch-step.types";
import type { FetchedObject } from "@/lib/fetch/keep-object";
import { StepFiles } from "@/lib/fetch/step-files";
import type { Fetched, PlannedStep, Source, SourceContext, StepCursor } from "@/lib/sources/source.types";

/** So many objects of a step are on their way at once. */
const OBJECTS_AT_ONCE = 8;
const MARK_EVERY_MS = 1000;

/** What a step needs of the fetch that it belongs to. */
export interface StepHost {
  folder: string;
  source: Source;
  context: SourceContext;
  /** Notes how far the step is. Throws where it was stopped. */
  mark(mark: StepMark): Promise<void>;
  /** Adds steps that followed. */
  follow(steps: readonly PlannedStep[]): Promise<void>;
  /** Keeps an object, once; gives its size. */
  keep(object: FetchedObject, signal: AbortSignal): Promise<number>;
}

/** An answer, an object that may still be on its way, or a gap that belongs behind them. */
interface Unit {
  bytes: Promise<number>;
  objects: number;
  records: number;
  scanned: number;
  gap: StepGap | null;
  cursor: Omit<StepPlace, "came"> | null;
  /** Of the files, with this one in them. */
  kept: StepMark["kept"];
}

/** The beginning of the names of a step's files; each try has its own, for those of the one before may be loaded. */
function filePrefix({ number, tries, source, accountId, region }: FetchStep): string {
  const again = tries === 1 ? [] : [`try-${tries}`];
  const parts = [String(number).padStart(4, "0"), ...again, source, accountId, region];
  return parts.map((part) => part.replace(/[^A-Za-z0-9]+/g, "-")).join("-");
}

/** What of a step came before its cursor: the rest, which a try that failed may have had as well, comes again. */
function cameBefore({ cursor, bytes, records, objects, gaps }: FetchStep) {
  if (cursor === null) return { bytes: 0, records: 0, objects: 0, gaps: [] };
  if (cursor.came === undefined) return { bytes, records, objects, gaps };
  return { ...cursor.came, gaps: gaps.slice(0, cursor.came.gaps) };
}

/**
 * One step under way. What it writes and the cursor that belongs to it are noted together, at most once a second, so that who
 * goes on from there has nothing twice and misses nothing.
 */
class StepRun {
  /** All that is kept by now, and what of it is noted. */
  #sum: StepMark;
  #mark: StepMark;
  #markedAt = performance.now();
  /** In the order in which they came; a cursor counts once all before it is kept, and what follows from it is known. */
  readonly #units: Unit[] = [];
  #page: number;
  readonly #tally: { calls: number };
  readonly #stop = new AbortController();

  constructor(
    readonly step: FetchStep,
    readonly host: StepHost,
    readonly files: StepFiles,
  ) {
    const { cursor, kept, calls, scanned } = step;
    this.#mark = { cursor, kept, calls, scanned, ...cameBefore(step) };
    this.#sum = { ...this.#mark, gaps: [...this.#mark.gaps] };
    this.#tally = { calls };
    this.#page = cursor?.page ?? 0;
  }

  /** Up to the end of the source. Throws what it throws, once nothing is on its way any more. */
  async run(): Promise<StepMark> {
    const { step, host, files } = this;
    const signal = AbortSignal.any([host.context.signal, this.#stop.signal]);
    const items = host.source.run(step, step.cursor?.at ?? null, { ...host.context, signal })[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await tallied(this.#tally, () => items.next());
        if (next.done === true) break;
        // What a query had cost that was stopped is an answer, too.
        if (next.value.kind !== "answer") signal.throwIfAborted();
        await this.#take(next.value, signal);
        signal.throwIfAborted();
      }
      await this.#settle(0);
    } finally {
      this.#stop.abort();
      await Promise.allSettled(this.#units.map(({ bytes }) => bytes));
      // What was kept before a fault counts, too.
      await this.#settle(0).catch(() => undefined);
      await items.return?.().catch(() => undefined);
      await files.flush();
      await files.close();
    }
    return this.state();
  }

  /** All that is kept by now, of a step that has ended, however it has: it can go on behind the last cursor. */
  state(): StepMark {
    return { ...this.#sum, kept: this.files.lengths, cursor: this.#mark.cursor, calls: this.#tally.calls };
  }

  async #take(item: Fetched, signal: AbortSignal): Promise<void> {
    if (item.kind === "more") return this.host.follow(item.steps);
    if (item.kind === "gap") {
      const { kind: _, cursor, ...gap } = item;
      if (cursor === undefined) return this.#tell(gap);
      this.#units.push({
        ...{ bytes: Promise.resolve(0), objects: 0, records: 0, scanned: 0, gap },
        ...{ cursor: this.#placeOf(cursor), kept: this.files.lengths },
      });
      return;
    }
    await this.#settle(item.kind === "answer" ? 0 : OBJECTS_AT_ONCE - 1);
    await this.#note();
    if (item.kind === "object") {
      const bytes = tallied(this.#tally, () => this.host.keep(item, signal));
      // Whoever waits for it hears of what it throws.
      bytes.catch(() => undefined);
      this.#units.push({
        bytes,
        ...{ objects: 1, records: 0, scanned: 0, gap: null },
        ...{ cursor: this.#placeOf(item.cursor), kept: this.files.lengths },
      });
      return;
    }
    const { service, operation, input, answer, records, scanned = 0 } = item;
    const { region, accountId } = this.step;
    this.#page += 1;
    const origin = { service, operation, region, accountId, input, at: new Date().toISOString(), page: this.#page };
    const line = answerLine(answer, origin);
    await this.files.append(operation, line);
    const bytes = Promise.resolve(Buffer.byteLength(line));
    this.#units.push({
      ...{ bytes, objects: 0, records, scanned, gap: null },
      ...{ cursor: this.#placeOf(item.cursor), kept: this.files.lengths },
    });
  }

  #tell(gap: StepGap): void {
    const { code, message, fromMs } = gap;
    const isKnown = this.#sum.gaps.some((one) => one.code === code && one.message === message && one.fromMs === fromMs);
    if (!isKnown) this.#sum.gaps.push(gap);
  }

  #placeOf(cursor: StepCursor | null): Unit["cursor"] {
    return cursor === null ? null : { at: cursor, page: this.#page };
  }

  /** Waits until so many units are left. All that it passes have a follower, so that what came with them is known. */
  async #settle(left: number): Promise<void> {
    for (let unit = this.#units[0]; unit && this.#units.length > left; unit = this.#units[0]) {
      this.#sum.bytes += await unit.bytes;
      this.#sum.objects += unit.objects;
      this.#sum.records += unit.records;
      this.#sum.scanned += unit.scanned;
      if (unit.gap !== null) this.#tell(unit.gap);
      this.#units.shift();
      if (unit.cursor === null) continue;
      const { bytes, records, objects, gaps } = this.#sum;
      const cursor = { ...unit.cursor, came: { bytes, records, objects, gaps: gaps.length } };
      this.#mark = { ...this.#sum, cursor, kept: unit.kept, gaps: [...gaps] };
    }
  }

  async #note(): Promise<void> {
    if (performance.now() - this.#markedAt < MARK_EVERY_MS) return;
    await this.files.flush();
    await this.host.mark({ ...this.#mark, calls: this.#tally.calls });
    this.#markedAt = performance.now();
  }
}

/** What ended a step, with all that it had kept by then. */
export class StepFault extends Error {
  constructor(
    readonly state: StepMark,
    cause: unknown,
  ) {
    super("a step of a fetch has failed", { cause });
  }
}

/** Does a step from where it stands, and gives how far it came. Throws StepFault. */
export async function runStep(step: FetchStep, host: StepHost): Promise<StepMark> {
  const files = await StepFiles.takeUp(host.folder, filePrefix(step), step.kept);
  const run = new StepRun(step, host, files);
  try {
    return await run.run();
  } catch (error) {
    throw new StepFault(run.state(), error);
  }
}
