import type { Asking, NewDomains } from "@/lib/detect/inputs/dns.types";
import { busiestHours } from "@/lib/detect/names/busiest-hours";
import type { NameHour } from "@/lib/detect/names/domain-windows";
import { comparePlaces, type Place } from "@/lib/detect/names/first-records";
import { strangeness } from "@/lib/detect/names/strangeness";

export interface NewDomain {
  domain: string;
  /** Bits a letter (strangeness.ts). */
  strange: number;
  /** Every answer about any name in it said that it does not exist. */
  missing: boolean;
  /** Of the first query. */
  place: Place;
}

/** What counts: bits a letter from which on a name is none of words, and domains within an hour. */
interface NewDomainLimits {
  strangeness: number;
  domains: number;
}

/**
 * Registered domains that one asker asked about, by the public suffixes of the registries alone: below `cloudfront.net`,
 * `amazonaws.com` and the like machines give names, and all of them are one domain here.
 */
export class NewDomainList {
  readonly #domains = new Map<string, NewDomain>();
  readonly #limits: NewDomainLimits;
  /** Of ordinary words: all names of a domain come together, so that one tells of the next. */
  #ordinary: string | null = null;

  constructor(limits: NewDomainLimits) {
    this.#limits = limits;
  }

  /**
   * @param domain that a registry gave
   * @param hours in which one of its names was asked about, in order
   */
  add(domain: string, hours: readonly NameHour[]): void {
    const [first] = hours;
    if (!first || domain === this.#ordinary) return;
    const missing = hours.every((hour) => hour.missing);
    const known = this.#domains.get(domain);
    if (known) {
      known.missing &&= missing;
      if (comparePlaces(first.place, known.place) < 0) known.place = first.place;
      return;
    }
    const strange = strangeness(domain.slice(0, domain.indexOf(".")));
    if (strange < this.#limits.strangeness) this.#ordinary = domain;
    else this.#domains.set(domain, { domain, strange, missing, place: first.place });
  }

  /** Null where no hour has enough of them. */
  summary(asking: Asking): NewDomains | null {
    const all = [...this.#domains.values()].sort((a, b) => comparePlaces(a.place, b.place));
    const hours = busiestHours(all, this.#limits.domains);
    return hours.length === 0 ? null : { asking, domains: all.length, hours };
  }
}
