import type { Asking, DomainLookups, FirewallHit, MissingHour, NewDomains } from "@/lib/detect/inputs/dns.types";
import { domainsOf } from "@/lib/detect/inputs/registered-domain";
import { type AskedName, missingNames } from "@/lib/detect/names/missing-names";
import { NewDomainList } from "@/lib/detect/names/new-domain-list";

const START = Date.UTC(2026, 1, 17);
const ASKING: Asking = { subject: "i-0123456789abcdef0", instanceId: "i-0123456789abcdef0" };
const RECORDS = [{ fileId: 1, record: 1 }];

/** Everyday lookups under one domain, but for what is said. */
export function domainLookups(said: Partial<DomainLookups>): DomainLookups {
  return {
    ...{ asking: ASKING, domain: "site.example", names: 3, once: 0, missing: 0, resolved: 3, queries: 300, texts: 0 },
    namesInAll: 3,
    ...{ meanLength: 4, meanEntropy: 1.8, firstMs: START, lastMs: START + 3_600_000, records: RECORDS },
    ...said,
  };
}

export function missingHour(said: Partial<MissingHour>): MissingHour {
  return {
    ...{
      asking: ASKING,
      hourMs: START,
      names: 12,
      asked: 60,
      firstMs: START,
      lastMs: START + 60_000,
      records: RECORDS,
    },
    ...said,
  };
}

/** An hour of these names, counted as the reader of the logs counts them. */
export function askedHour(names: readonly AskedName[]): MissingHour {
  return missingHour({ names: missingNames(names).length, asked: names.length });
}

const LIMITS = { strangeness: 4.6, domains: 10 };

/** Names that one asker first asked about, one a minute, as the reader of the logs sums them up. */
export function newDomains(names: readonly string[], missing: (n: number) => boolean, everyMinutes = 1): NewDomains {
  const list = new NewDomainList(LIMITS);
  for (const [n, name] of names.entries()) {
    const { registry } = domainsOf(name);
    const atMs = START + n * everyMinutes * 60_000;
    const hour = { hourMs: atMs, queries: 1, texts: 0, missing: missing(n), resolved: !missing(n), lastMs: atMs };
    if (registry !== null) list.add(registry, [{ ...hour, place: [atMs, 1, n + 1, 1] }]);
  }
  return list.summary(ASKING) ?? { asking: ASKING, domains: 0, hours: [] };
}

export function firewallHit(said: Partial<FirewallHit>): FirewallHit {
  return {
    ...{ asking: ASKING, action: "BLOCK", domain: "bad.example", queries: 4, firstMs: START, lastMs: START + 60_000 },
    records: RECORDS,
    ...said,
  };
}
