import type { Asking, DomainLookups, FirewallHit, MissingHour } from "@/lib/detect/inputs/dns.types";

const START = Date.UTC(2026, 1, 17);
const ASKING: Asking = { subject: "i-0123456789abcdef0", instanceId: "i-0123456789abcdef0" };
const RECORDS = [{ fileId: 1, record: 1 }];

/** Everyday lookups under one domain, but for what is said. */
export function domainLookups(said: Partial<DomainLookups>): DomainLookups {
  return {
    ...{ asking: ASKING, domain: "site.example", names: 3, once: 0, missing: 0, resolved: 3, queries: 300, texts: 0 },
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

export function firewallHit(said: Partial<FirewallHit>): FirewallHit {
  return {
    ...{ asking: ASKING, action: "BLOCK", domain: "bad.example", queries: 4, firstMs: START, lastMs: START + 60_000 },
    records: RECORDS,
    ...said,
  };
}
