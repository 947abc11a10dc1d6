import { setTimeout as sleep } from "node:timers/promises";

/** Timers and clocks may be off by as much. */
const MARGIN_MS = 10;

/**
 * Lets at most `calls` begin in any stretch of `withinMs`, as the service sees them. Each call takes a place, and its place is
 * free again only when that long has passed since its answer came: the service has seen it before that, so that the next
 * of that place reaches it at least `withinMs` after, however long anything is on its way.
 */
export class CallPace {
  readonly #withinMs: number;
  /** When each place is free, as `performance.now()` counts; the longest free one is taken. */
  readonly #freeAt: number[];
  readonly #waiting: (() => void)[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ calls, withinMs }: { calls: number; withinMs: number }) {
    this.#withinMs = withinMs + MARGIN_MS;
    // What a process before this one asked is not known: the first call waits until that long after this one's start.
    this.#freeAt = new Array<number>(calls).fill(this.#withinMs);
  }

  /** Waits for a place, in the order of asking; gives what says that the call has ended. */
  take(): Promise<() => void> {
    const taken = this.#turn.then(() => this.#wait());
    this.#turn = taken;
    return taken;
  }

  async #wait(): Promise<() => void> {
    while (this.#freeAt.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const freeAt = this.#freeAt.shift() ?? 0;
    for (let left = freeAt - performance.now(); left > 0; left = freeAt - performance.now()) await sleep(left);
    return () => {
      this.#freeAt.push(performance.now() + this.#withinMs);
      this.#waiting.shift()?.();
    };
  }
}
