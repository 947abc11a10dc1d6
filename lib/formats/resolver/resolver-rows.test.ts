import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "@/lib/formats/test-log";

const COLUMNS =
  "version,account_id,region,vpc_id,query_timestamp,query_name,query_type,query_class,rcode,answers,srcaddr,srcport,transport,srcids,firewall_rule_action".split(
    ",",
  );
const PLAIN = {
  ...{ version: "1.100000", account_id: "123456789012", region: "eu-west-1", vpc_id: "vpc-0a1b2c3d" },
  ...{ query_timestamp: "2023-11-14T22:13:20Z", query_name: "n.example.", query_type: "A", query_class: "IN" },
  ...{ rcode: "NOERROR", srcaddr: "10.0.1.5", srcport: "5353", transport: "UDP" },
};
const ANSWERS = [
  { Rdata: "cdn.example.", Type: "CNAME", Class: "IN" },
  { Rdata: "192.0.2.1", Type: "A", Class: "IN" },
];

/** As Athena writes a row, with its structs in `cells`. */
function athena(cells: Record<string, string>): string {
  const row: Record<string, string> = { ...PLAIN, ...cells };
  const line = (values: string[]) => values.map((value) => (value === "" ? "" : `"${value}"`)).join(",");
  return `${line(COLUMNS)}\n${line(COLUMNS.map((name) => row[name] ?? ""))}\n`;
}

describe("resolver queries saved as CSV", () => {
  it.each([
    [
      "answers and an instance",
      {
        answers: "[{rdata=cdn.example., type=CNAME, class=IN}, {rdata=192.0.2.1, type=A, class=IN}]",
        srcids: "{instance=i-0123456789abcdef0, resolver_endpoint=null}",
      },
      { answers: ANSWERS, srcids: { instance: "i-0123456789abcdef0" } },
    ],
    [
      "no answers and no source ids",
      { answers: "[]", srcids: "{instance=null, resolver_endpoint=null}" },
      { answers: [], srcids: {} },
    ],
    [
      "a text with commas",
      { answers: "[{rdata=v=spf1 include:a.example, include:b.example ~all, type=TXT, class=IN}]" },
      {
        answers: [{ Rdata: "v=spf1 include:a.example, include:b.example ~all", Type: "TXT", Class: "IN" }],
        srcids: {},
      },
    ],
    [
      "a blocked query",
      { answers: "[]", firewall_rule_action: "BLOCK" },
      { answers: [], srcids: {}, firewall_rule_action: "BLOCK" },
    ],
  ])("gives the very query of the log with %s", async (_name, cells, members) => {
    const log = await readWhole(JSON.stringify({ ...PLAIN, ...members }));
    const { summary, content } = await readWhole(athena(cells));
    expect(summary).toMatchObject({ kind: "dns", records: 1, rejected: 0, headers: 1 });
    expect(content.queries).toEqual(log.content.queries);
  });

  it("says why a row is no query, with its number", async () => {
    const { summary, content } = await readWhole(athena({ query_timestamp: "yesterday" }));
    expect(summary).toMatchObject({ kind: "dns", records: 0, rejected: 1 });
    expect(content.rejections[0]).toMatchObject({ record: 1, reason: 'query_timestamp "yesterday" is not a time' });
  });

  it("neither throws over any cells nor lets a name reach an object's own members", async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom("[{rdata=", "}, {", "{__proto__=x, constructor=y}", "null", "[[1]]", '{"a":1}'),
    );
    const name = fc.constantFrom(
      "answers",
      "srcids",
      "__proto__",
      "constructor.prototype",
      "a.0.b",
      "a.b.c",
      "a.0",
      "query_name.x",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, cell), { maxLength: 8 }), async (extra) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""').replaceAll("\n", " ")}"`;
        const names = ["query_name", "query_timestamp", ...extra.map(([column]) => column)];
        const cells = ["n.example.", PLAIN.query_timestamp, ...extra.map(([, value]) => value)];
        const { summary } = await readWhole(`${names.map(quote).join(",")}\n${cells.map(quote).join(",")}\n`);
        expect(summary.records + summary.rejected).toBe(1);
        expect(({} as Record<string, unknown>).x).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
