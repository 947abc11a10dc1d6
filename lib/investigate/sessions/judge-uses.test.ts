import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeUse, keyVerdict, worstVerdict, yardstickOf } from "@/lib/investigate/sessions/judge-uses";
import type { CallerUse } from "@/lib/investigate/sessions/session-use.types";
import { buildLedger } from "@/lib/ledger/build-ledger";
import type { Ledger, OwnAddress } from "@/lib/ledger/ledger.types";

const INSTANCE = "i-0aaaaaaaaaaaaaaa1";
const PUBLIC = "203.0.113.10";
const NAT = "203.0.113.5";
const PRIVATE = "10.0.0.5";
const AWAY = "198.51.100.77";

function use(sourceIp: string | null, more: Partial<CallerUse> = {}): CallerUse {
  return {
    ...{ principalNo: 1, eventSource: "s3.amazonaws.com", eventName: "ListBuckets", region: "eu-west-1" },
    ...{ source: sourceIp, sourceIp, vpcEndpointId: null, invokedBy: null, userAgent: "cli" },
    ...{ calls: 1, denied: 0, changes: 0, unsaid: 0, firstMs: 1_000, lastMs: 2_000 },
    ...more,
  };
}

const own = (ip: string, more: Partial<OwnAddress> = {}): OwnAddress => ({
  ip,
  via: "own",
  fromMs: null,
  toMs: null,
  ...more,
});

function judged(
  one: CallerUse,
  addresses: OwnAddress[],
  endpoints: Record<string, string> = {},
  others: CallerUse[] = [],
) {
  const ledger: Ledger = {
    ...buildLedger({ observations: [], flows: [], askers: [] }),
    ownAddresses: () => addresses,
    endpointVpc: (id) => endpoints[id] ?? null,
    facts: (instanceId) => ({
      ...{ instanceId, accountId: null, region: null, vpcId: "vpc-own", subnetId: null, interfaces: [], roleArns: [] },
    }),
  };
  const { origin, basis } = judgeUse(one, yardstickOf(ledger, INSTANCE, [one, ...others]));
  return `${origin} ${basis}`;
}

const ALL = [own(PUBLIC), own(NAT, { via: "nat" }), own(PRIVATE)];
const through = (vpcEndpointId: string) => ({ vpcEndpointId });

describe("where a call was made from", () => {
  it.each([
    ["its own address", use(PUBLIC), "instance known"],
    ["its NAT gateway's", use(NAT), "nat known"],
    ["another", use(AWAY), "foreign-address known"],
    ["its private address through an endpoint", use(PRIVATE, through("vpce-1")), "own-endpoint known"],
    ["a private address without an endpoint", use(PRIVATE), "foreign-address known"],
    ["another host of its network", use("10.0.0.9", through("vpce-2")), "foreign-endpoint known"],
    [
      "its private address through an endpoint of another network",
      use(PRIVATE, through("vpce-far")),
      "foreign-endpoint known",
    ],
    ["another host through its own endpoint", use("10.0.0.9", through("vpce-own")), "foreign-address known"],
    ["an IPv6 address of which none is known", use("2001:db8::1", { calls: 9 }), "usual assumed"],
    ["a service", use(null, { source: "ec2.amazonaws.com" }), "aws-service known"],
    ["AWS itself", use(null, { source: "AWS Internal" }), "aws-service known"],
    ["a service on its behalf", use(AWAY, { invokedBy: "athena.amazonaws.com" }), "aws-service known"],
    ["nowhere that is given", use(null), "unknown known"],
    ["a text that is no address", use(null, { source: "somewhere" }), "unknown known"],
  ])("%s", (_name, one, expected) => {
    const endpoints = { "vpce-far": "vpc-far", "vpce-own": "vpc-own" };
    expect(judged(one, ALL, endpoints)).toBe(expected);
  });

  it("judges by the addresses of that time", () => {
    const before = own(PUBLIC, { toMs: 5_000 });
    expect(judged(use(PUBLIC, { firstMs: 4_999 }), [before, own(NAT, { via: "nat" })])).toBe("instance known");
    expect(judged(use(PUBLIC, { firstMs: 5_000 }), [before, own(NAT, { via: "nat" })])).toBe("foreign-address known");
  });

  it("takes what is not known for nothing else: most calls make a usual place, not the instance", () => {
    const many = use(PUBLIC, { calls: 5 });
    expect(judged(many, [])).toBe("usual assumed");
    expect(judged(use(AWAY), [], {}, [many])).toBe("foreign-address assumed");
  });
});

describe("used off the instance?", () => {
  const of = (origin: Parameters<typeof keyVerdict>[0][number]["origin"], basis: "known" | "assumed" = "known") => ({
    ...{ use: use(AWAY), origin, basis },
  });
  it.each([
    [[], "unseen"],
    [[of("instance"), of("nat"), of("own-endpoint"), of("aws-service")], "on-instance"],
    [[of("instance"), of("foreign-address")], "off-instance"],
    [[of("usual", "assumed"), of("foreign-endpoint", "assumed")], "assumed-off"],
    [[of("instance"), of("usual", "assumed")], "unknown"],
    [[of("instance"), of("unknown")], "unknown"],
    [[of("aws-service")], "no-address"],
  ] as const)("%o", (list, verdict) => {
    expect(keyVerdict(list)).toBe(verdict);
  });

  it("never says on the instance where one call is not known to be", () => {
    const origins = fc.constantFrom(
      ...([
        "instance",
        "nat",
        "own-endpoint",
        "aws-service",
        "foreign-endpoint",
        "foreign-address",
        "usual",
        "unknown",
      ] as const),
    );
    fc.assert(
      fc.property(fc.array(origins, { minLength: 1 }), (list) => {
        const verdict = keyVerdict(list.map((origin) => of(origin)));
        const sure = new Set(["instance", "nat", "own-endpoint", "aws-service"]);
        if (verdict === "on-instance") expect(list.every((origin) => sure.has(origin))).toBe(true);
        expect(verdict === "off-instance").toBe(list.some((origin) => origin.startsWith("foreign")));
      }),
    );
  });

  it("puts the worst of several keys over them", () => {
    expect(worstVerdict(["on-instance", "off-instance", "unseen"])).toBe("off-instance");
    expect(worstVerdict([])).toBe("unseen");
  });
});
