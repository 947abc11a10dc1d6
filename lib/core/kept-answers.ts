const EVERY = Symbol.for("threadline.kept-answers");

/** Of this process, however many copies of this module it was bundled into. */
function everyKept(): Set<{ forgetAll(): void }> {
  const shared = globalThis as { [EVERY]?: Set<{ forgetAll(): void }> };
  shared[EVERY] ??= new Set();
  return shared[EVERY];
}

/** Forgets all answers that this process keeps. */
export function forgetKeptAnswers(): void {
  for (const kept of everyKept()) kept.forgetAll();
}

/**
 * Answers that a process keeps, the last used ones up to a number. Who asks for one that is being worked out gets that
 * one; an answer that failed is not kept. A key must name all that its answer depends on.
 */
export class KeptAnswers<Answer> {
  readonly #most: number;
  readonly #kept = new Map<string, Promise<Answer>>();

  constructor(most: number) {
    this.#most = most;
    everyKept().add(this);
  }

  get(key: string, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const making = make();
    this.#kept.set(key, making);
    making.catch(() => {
      if (this.#kept.get(key) === making) this.#kept.delete(key);
    });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
    return making;
  }

  forgetAll(): void {
    this.#kept.clear();
  }

  /** For an answer that says that there is none yet. */
  forget(key: string): void {
    this.#kept.delete(key);
  }
}
