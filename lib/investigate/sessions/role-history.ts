import { leastOf } from "@/lib/core/extremes";

const DAY_MS = 86_400_000;
/** No claim that something is new rests on less: a day of the role's calls, and twenty of them. (Own choice.) */
const LEAST_HISTORY = { days: 1, calls: 20 };

/** Calls of a role to one API, added up. */
export interface RoleUse {
  /** Service and name, a space between. */
  api: string;
  calls: number;
  firstMs: number;
  lastMs: number;
}

/** What stands behind a claim: days and calls of the role before; a row that reaches over the moment counts by its share. */
export interface History {
  fromMs: number;
  days: number;
  calls: number;
}

/** When a role first called each API in its account, and how much is known of the time before. */
export class RoleHistory {
  readonly #first = new Map<string, number>();
  readonly #fromMs: number;
  /** By their last call, each with the calls of all before it and its own. */
  readonly #ended: readonly { lastMs: number; calls: number }[];
  /** Those that last, by their first call. */
  readonly #lasting: readonly RoleUse[];
  /** By moment: many calls of one second ask for the same. */
  readonly #before = new Map<number, History>();

  constructor(uses: readonly RoleUse[]) {
    for (const { api, firstMs } of uses) this.#first.set(api, Math.min(this.#first.get(api) ?? firstMs, firstMs));
    this.#fromMs = leastOf(this.#first.values(), (ms) => ms);
    let calls = 0;
    this.#ended = uses
      .toSorted((a, b) => a.lastMs - b.lastMs)
      .map((use) => {
        calls += use.calls;
        return { lastMs: use.lastMs, calls };
      });
    this.#lasting = uses.filter((use) => use.lastMs > use.firstMs).toSorted((a, b) => a.firstMs - b.firstMs);
  }

  before(atMs: number): History {
    const known = this.#before.get(atMs) ?? this.#addUp(atMs);
    this.#before.set(atMs, known);
    return known;
  }

  /** Nobody with this role and account called the API before that time; null: too little history to say so. */
  isFirst(api: string, atMs: number, least = LEAST_HISTORY): boolean | null {
    if ((this.#first.get(api) ?? atMs) < atMs) return false;
    const { days, calls } = this.before(atMs);
    return days >= least.days && calls >= least.calls ? true : null;
  }

  #addUp(atMs: number): History {
    let calls = this.#ended[countBelow(this.#ended, ({ lastMs }) => lastMs, atMs) - 1]?.calls ?? 0;
    const begun = countBelow(this.#lasting, ({ firstMs }) => firstMs, atMs);
    for (let at = 0; at < begun; at++) {
      const use = this.#lasting[at] as RoleUse;
      if (use.lastMs < atMs) continue;
      calls += Math.max(1, Math.floor((use.calls * (atMs - use.firstMs)) / (use.lastMs - use.firstMs)));
    }
    return { fromMs: this.#fromMs, days: Math.max(0, (atMs - this.#fromMs) / DAY_MS), calls };
  }
}

/** How many of a list in ascending order lie below a limit. */
function countBelow<Item>(list: readonly Item[], of: (item: Item) => number, limit: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (of(list[middle] as Item) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
