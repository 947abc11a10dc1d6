import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const QUERY = {
  version: "1.100000",
  account_id: "123456789012",
  region: "us-east-1",
  vpc_id: "vpc-0123456789abcdef0",
  query_timestamp: "2023-11-14T22:13:20Z",
  query_name: "Files.Example.COM.",
  query_type: "A",
  query_class: "IN",
  rcode: "NOERROR",
  answers: [
    { Rdata: "cdn.example.net.", Type: "CNAME", Class: "IN" },
    { Rdata: "203.0.113.5", Type: "A", Class: "IN" },
  ],
  srcaddr: "10.0.1.5",
  srcport: "48701",
  transport: "UDP",
  srcids: { instance: "i-0123456789abcdef0" },
};

async function readOne(change: Record<string, unknown>) {
  const { content } = await readWhole(JSON.stringify({ ...QUERY, ...change }));
  return content.queries[0];
}

it.each([
  ["53", 53],
  [53, 53],
  ["65535", 65_535],
  ["65536", null],
  ["", null],
  [" ", null],
  ["0x10", null],
  [null, null],
  [5.5, null],
])("takes %j as the port %s", async (srcport, port) => {
  expect((await readOne({ srcport }))?.sourcePort).toBe(port);
});

describe("resolver query logs", () => {
  it("reads one query", async () => {
    const { summary, content } = await readWhole(`${JSON.stringify(QUERY)}\n`);
    expect(summary).toMatchObject({ kind: "dns", records: 1, rejected: 0, firstEventMs: 1_700_000_000_000 });
    expect(content.queries[0]).toMatchObject({
      record: 1,
      asker: {
        accountId: "123456789012",
        region: "us-east-1",
        vpcId: "vpc-0123456789abcdef0",
        sourceIp: "10.0.1.5",
        instanceId: "i-0123456789abcdef0",
        resolverEndpoint: null,
      },
      atMs: 1_700_000_000_000,
      name: "files.example.com",
      type: "A",
      class: "IN",
      rcode: "NOERROR",
      resolvedIps: ["203.0.113.5"],
      sourcePort: 48701,
      transport: "UDP",
      detail: null,
    });
    expect(content.observations).toEqual([]);
  });

  it.each([
    ["a fraction of a second", { query_timestamp: "2023-11-14T22:13:20.123456Z" }, { atMs: 1_700_000_000_123 }],
    ["no trailing dot", { query_name: "5.113.0.203.in-addr.arpa" }, { name: "5.113.0.203.in-addr.arpa" }],
    ["a type that is a number", { query_type: 65 }, { type: "65" }],
    ["no answers", { answers: [], rcode: "NXDOMAIN" }, { answers: [], resolvedIps: [], rcode: "NXDOMAIN" }],
    ["no source ids", { srcids: {} }, { asker: { instanceId: null, resolverEndpoint: null } }],
    ["source ids in a list", { srcids: ["i-0123456789abcdef0"] }, { asker: { instanceId: "i-0123456789abcdef0" } }],
    [
      "a resolver endpoint",
      { srcids: { resolver_endpoint: "rslvr-in-0aaa", resolver_network_interface: "rni-0aaa" } },
      { asker: { instanceId: null, resolverEndpoint: "rslvr-in-0aaa" } },
    ],
    ["an instance id of the wrong form", { srcids: { instance: "i-12" } }, { asker: { instanceId: null } }],
    [
      "Address in place of Rdata",
      { answers: [{ Address: "2001:DB8::5", Type: "AAAA", Class: "IN" }] },
      { resolvedIps: ["2001:db8::5"] },
    ],
    ["an address in a TXT answer", { answers: [{ Rdata: "203.0.113.5", Type: "TXT" }] }, { resolvedIps: [] }],
    ["an address in a PTR answer", { answers: [{ Rdata: "203.0.113.5", Type: "PTR" }] }, { resolvedIps: [] }],
    [
      "a firewall's verdict and an unknown key",
      { firewall_rule_action: "BLOCK", firewall_new: { a: 1 } },
      { detail: { firewall_rule_action: "BLOCK", firewall_new: { a: 1 } } },
    ],
    ["no port", { srcport: "-" }, { sourcePort: null }],
  ])("reads a query with %s", async (_name, change, expected) => {
    expect(await readOne(change)).toMatchObject(expected);
  });

  it("gives queries that are equal in every key one hash, whatever the keys' order, and others another", async () => {
    const reversed = Object.fromEntries(Object.entries(QUERY).reverse());
    const { content } = await readWhole(
      [QUERY, reversed, { ...QUERY, srcport: "1" }].map((q) => JSON.stringify(q)).join("\n"),
    );
    const [first, second, third] = content.queries;
    expect(second?.recordHash).toBe(first?.recordHash);
    expect(third?.recordHash).not.toBe(first?.recordHash);
    expect(first?.recordHash).toMatch(/^[0-9a-f]{32}$/);
    expect(second?.asker).toBe(first?.asker);
  });

  it.each([
    ["lines", (texts: string[]) => texts.join("\n")],
    ["an array", (texts: string[]) => `[${texts.join(",\n")}]`],
    ["objects without a separator", (texts: string[]) => texts.join("")],
    ["an export's lines", (texts: string[]) => texts.map((text) => `2023-11-14T22:13:21.000Z ${text}`).join("\n")],
    [
      "CloudWatch events",
      (texts: string[]) => JSON.stringify({ events: texts.map((message) => ({ message, timestamp: 1 })) }),
    ],
  ])("reads %s", async (_name, write) => {
    const texts = ["1", "2", "3"].map((srcport) => JSON.stringify({ ...QUERY, srcport }));
    const { summary, content } = await readWhole(write(texts));
    expect(summary).toMatchObject({ kind: "dns", records: 3, rejected: 0 });
    expect(content.queries.map((query) => [query.record, query.sourcePort])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it.each([
    ["no time", { query_timestamp: undefined }, "query_timestamp is missing"],
    [
      "a day that does not exist",
      { query_timestamp: "2023-02-30T00:00:00Z" },
      'query_timestamp "2023-02-30T00:00:00Z" is not a time',
    ],
    ["no name", { query_name: "" }, "query_name is missing"],
  ])("rejects a query with %s, and reads on", async (_name, change, reason) => {
    const lines = [QUERY, { ...QUERY, ...change }, QUERY].map((query) => JSON.stringify(query));
    const { summary, content } = await readWhole(lines.join("\n"));
    expect(summary).toMatchObject({ records: 2, rejected: 1 });
    expect(content.rejections).toEqual([{ kind: "rejection", record: 2, reason, text: lines[1] }]);
  });

  it("loses one record to a line that breaks off", async () => {
    const line = JSON.stringify(QUERY);
    const { summary, content } = await readWhole([line, line.slice(0, 60), line, "", line].join("\n"));
    expect(summary).toMatchObject({ records: 3, rejected: 1, blank: 1 });
    expect(content.queries.map((query) => query.record)).toEqual([1, 3, 4]);
  });
});
