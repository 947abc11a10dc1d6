import type { NewDomains } from "@/lib/detect/inputs/dns.types";
import { registryDomain } from "@/lib/detect/inputs/registered-domain";
import type { NameHour } from "@/lib/detect/names/domain-windows";
import { comparePlaces, type Place, toRef } from "@/lib/detect/names/first-records";
import { strangeness } from "@/lib/detect/names/strangeness";

/** Below this, in bits a letter, are ordinary words (see strangeness.ts): not kept. */
const LEAST_STRANGE = 4;

/**
 * Registered domains that one asker asked about, by the public suffixes of the registries alone: below `cloudfront.net`,
 * `amazonaws.com` and the like machines give names, and all of them are one domain here.
 */
export class NewDomainList {
  readonly #domains = new Map<string, { strange: number; missing: boolean; place: Place }>();

  /** @param hours in which the name was asked about, in order */
  add(name: string, hours: readonly NameHour[]): void {
    const domain = registryDomain(name);
    const [first] = hours;
    if (domain === null || !first) return;
    const missing = hours.every((hour) => hour.missing);
    const known = this.#domains.get(domain);
    if (known) {
      known.missing &&= missing;
      if (comparePlaces(first.place, known.place) < 0) known.place = first.place;
      return;
    }
    const strange = strangeness(domain.slice(0, domain.indexOf(".")));
    if (strange >= LEAST_STRANGE) this.#domains.set(domain, { strange, missing, place: first.place });
  }

  /** In order of their first queries. */
  domains(): NewDomains["domains"] {
    return [...this.#domains]
      .sort(([, a], [, b]) => comparePlaces(a.place, b.place))
      .map(([domain, { strange, missing, place }]) => ({
        domain,
        strange,
        missing,
        atMs: place[0],
        record: toRef(place),
      }));
  }
}
