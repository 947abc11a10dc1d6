import type { NewDomainsHour } from "@/lib/detect/inputs/dns.types";
import { toRef } from "@/lib/detect/names/first-records";
import type { NewDomain } from "@/lib/detect/names/new-domain-list";

const HOUR = 3_600_000;
const MOST_RECORDS = 20;
const SHOWN = 3;

const atMs = ({ place }: NewDomain) => place[0];

/** The busiest hour of each stretch without an hour's silence in it, where it has enough domains. `domains` in order of time. */
export function busiestHours(domains: readonly NewDomain[], least: number): NewDomainsHour[] {
  return stretches(domains)
    .map(busiest)
    .filter((hour) => hour.domains >= least);
}

function stretches(domains: readonly NewDomain[]): NewDomain[][] {
  const all: NewDomain[][] = [];
  let last: NewDomain | null = null;
  for (const one of domains) {
    if (last && atMs(one) - atMs(last) <= HOUR) all.at(-1)?.push(one);
    else all.push([one]);
    last = one;
  }
  return all;
}

/** Of several hours with the most, the earliest. */
function busiest(stretch: readonly NewDomain[]): NewDomainsHour {
  let [from, most] = [0, 0];
  let oldest = 0;
  for (const [index, one] of stretch.entries()) {
    while (atMs(one) - atMs(stretch[oldest] ?? one) >= HOUR) oldest += 1;
    if (index - oldest + 1 > most) [from, most] = [oldest, index - oldest + 1];
  }
  const within = stretch.slice(from, from + most);
  const [first, last] = [stretch[0], stretch.at(-1)];
  return {
    ...{ firstMs: first ? atMs(first) : 0, lastMs: last ? atMs(last) : 0, domains: most },
    missing: within.filter(({ missing }) => missing).length,
    strange: within.reduce((sum, { strange }) => sum + strange, 0) / most,
    named: within.slice(0, SHOWN).map(({ domain }) => domain),
    records: within.slice(0, MOST_RECORDS).map(({ place }) => toRef(place)),
  };
}
