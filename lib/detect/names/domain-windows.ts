import { leastOf, mostOf } from "@/lib/core/extremes";
import type { DomainLookups } from "@/lib/detect/inputs/dns.types";
import { entropyOf } from "@/lib/detect/inputs/registered-domain";
import { FirstRecords, type Place } from "@/lib/detect/names/first-records";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Windows of a day begin every six hours: what comes within eighteen hours lies in one of them whole. */
const STEP = 6 * HOUR;

/** What was asked about one name within an hour, or six. */
export interface NameHour {
  /** Its beginning, epoch ms. */
  hourMs: number;
  queries: number;
  texts: number;
  missing: boolean;
  resolved: boolean;
  place: Place;
  lastMs: number;
}

interface Sum {
  names: number;
  once: number;
  missing: number;
  resolved: number;
  queries: number;
  texts: number;
  lengths: number;
  entropies: number;
  firstMs: number;
  lastMs: number;
  records: FirstRecords;
}

interface Named {
  below: string;
  hours: readonly NameHour[];
}

/**
 * Sums up one asker's names under each registered domain by day-long windows, of domains with at least `least` names: most have one
 * or two, and there may be a million of them.
 */
export class DomainWindows {
  readonly #least: number;
  /** `few`: names that are not summed up, while they are less than asked for. */
  readonly #domains = new Map<string, { inAll: number; few: Named[]; windows: Map<number, Sum> }>();

  constructor(least: number) {
    this.#least = least;
  }

  /** Forgets all names, for those of another domain. */
  clear(): void {
    this.#domains.clear();
  }

  /** @param hours of one name, each hour once, in order */
  add(domain: string, below: string, hours: readonly NameHour[]): void {
    const known = this.#domains.get(domain) ?? { inAll: 0, few: [], windows: new Map<number, Sum>() };
    this.#domains.set(domain, known);
    known.inAll += 1;
    known.few.push({ below, hours });
    if (known.inAll < this.#least) return;
    for (const name of known.few) sumUp(known.windows, name);
    known.few = [];
  }

  /**
   * Each domain by its window with the most names (the earliest of several), from the first to the last record of all windows with at
   * least as many of them as asked for.
   */
  lookups(asking: DomainLookups["asking"]): DomainLookups[] {
    const summed = [...this.#domains].filter(([, { inAll }]) => inAll >= this.#least);
    return summed.map(([domain, { inAll, windows }]) => {
      const inOrder = [...windows].sort(([a], [b]) => a - b).map(([, sum]) => sum);
      const best = inOrder.reduce((most, sum) => (sum.names > most.names ? sum : most));
      const like = inOrder.filter((sum) => sum === best || sum.names >= this.#least);
      const { lengths, entropies, records, ...sums } = best;
      return {
        ...{ asking, domain, ...sums, namesInAll: inAll },
        ...{ meanLength: lengths / best.names, meanEntropy: entropies / best.names },
        firstMs: leastOf(like, ({ firstMs }) => firstMs),
        lastMs: mostOf(like, ({ lastMs }) => lastMs),
        records: records.refs(),
      };
    });
  }
}

function sumUp(windows: Map<number, Sum>, { below, hours }: Named): void {
  const entropy = entropyOf(below.replaceAll(".", ""));
  for (const [fromMs, within] of byWindow(hours)) {
    const sum = windows.get(fromMs) ?? emptySum();
    windows.set(fromMs, sum);
    addName(sum, within);
    sum.lengths += below.length;
    sum.entropies += entropy;
  }
}

function byWindow(hours: readonly NameHour[]): Map<number, NameHour[]> {
  const windows = new Map<number, NameHour[]>();
  for (const hour of hours) {
    const last = Math.floor(hour.hourMs / STEP) * STEP;
    for (let from = last; from > last - DAY; from -= STEP) {
      const within = windows.get(from);
      if (within) within.push(hour);
      else windows.set(from, [hour]);
    }
  }
  return windows;
}

function addName(sum: Sum, hours: readonly NameHour[]): void {
  const queries = hours.reduce((all, hour) => all + hour.queries, 0);
  sum.names += 1;
  sum.once += queries === 1 ? 1 : 0;
  sum.missing += hours.every(({ missing }) => missing) ? 1 : 0;
  sum.resolved += hours.some(({ resolved }) => resolved) ? 1 : 0;
  sum.queries += queries;
  for (const { texts, place, lastMs } of hours) {
    sum.texts += texts;
    sum.firstMs = Math.min(sum.firstMs, place[0]);
    sum.lastMs = Math.max(sum.lastMs, lastMs);
  }
  const [first] = hours;
  if (first) sum.records.add(first.place);
}

function emptySum(): Sum {
  const none = { names: 0, once: 0, missing: 0, resolved: 0, queries: 0, texts: 0, lengths: 0, entropies: 0 };
  return { ...none, firstMs: Number.POSITIVE_INFINITY, lastMs: Number.NEGATIVE_INFINITY, records: new FirstRecords() };
}
