import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "@/lib/formats/csv/read-csv";
import { LogSink } from "@/lib/formats/log-sink";

function readAll(text: string, cuts: number[] = [], delimiter = ",") {
  const sink = new LogSink("unknown");
  const rows: (readonly string[])[] = [];
  const row = (cells: readonly string[]) => {
    rows.push(cells);
    sink.accept();
  };
  const reader = readCsv(sink, { row }, delimiter);
  let from = 0;
  for (const at of [...cuts].sort((a, b) => a - b)) {
    reader.push(text.slice(from, Math.min(at, text.length)));
    from = Math.max(from, Math.min(at, text.length));
  }
  reader.push(text.slice(from));
  reader.finish();
  const { records, rejected, blank, headers } = sink;
  return { rows, rejections: sink.take()?.rejections ?? [], account: { records, rejected, blank, headers } };
}

describe("reading CSV", () => {
  it("gives quoted, empty and many-lined values, past blank lines and headers that come again", () => {
    const { rows, account } = readAll('a,b\n"1","x ""y"", z"\n\n,\na,b\n"2","p\r\nq"\r\n');
    expect(rows).toEqual([
      ["1", 'x "y", z'],
      ["", ""],
      ["2", "p\r\nq"],
    ]);
    expect(account).toEqual({ records: 3, rejected: 0, blank: 1, headers: 2 });
    expect(readAll("a\tb\n1\t2,3\n", [], "\t").rows).toEqual([["1", "2,3"]]);
  });

  it.each([
    ["a value too few", "1", "1 values for 2 columns"],
    ["a value too many", "1,2,3", "3 values for 2 columns"],
    ["a quote inside a plain value", '1,x"y', "a quote inside a value that is not quoted"],
    ["text after a closing quote", '1,"x"y"', "text after a closing quote"],
    ["a quote that nothing closes", '1,"x', "a quote that is never closed"],
    ["4 MiB and more", "x".repeat(5 * 1024 * 1024), "record larger than 4 MiB"],
  ])("rejects a record with %s, with its number, and reads on", (_name, line, reason) => {
    const { rows, rejections, account } = readAll(`a,b\n1,2\n${line}\n3,4\n`);
    expect(rejections).toMatchObject([{ record: 2, reason, text: line.slice(0, 2048) }]);
    expect(rows).toEqual([
      ["1", "2"],
      ["3", "4"],
    ]);
    expect(account).toEqual({ records: 2, rejected: 1, blank: 0, headers: 1 });
  });

  it("loses no more than one record to a quote that runs on for longer than a record may be", () => {
    const after = 300_000;
    const { account } = readAll(`a,b\n1,"x\n${"10.0.0.1,2023-11-14\n".repeat(after)}`);
    expect(account).toEqual({ records: after, rejected: 1, blank: 0, headers: 1 });
  });

  it("gives the same however the text is cut, and accounts for every line", () => {
    const line = fc.constantFrom(
      "1,2",
      '"1","2"',
      '"1","2\n3"',
      "",
      "a,b",
      "1",
      '1,"2',
      '"1"x,2',
      '"""",""',
      "1,2\r",
      "é,😀",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.array(fc.nat(300), { maxLength: 20 }), (lines, cuts) => {
        const text = ["a,b", ...lines].join("\n");
        const whole = readAll(text);
        expect(readAll(text, cuts)).toEqual(whole);
        expect(whole.rows.length).toBe(whole.account.records);
        const numbers = whole.rejections.map(({ record }) => record);
        expect(new Set(numbers).size).toBe(whole.account.rejected);
      }),
      { numRuns: 300 },
    );
  });
});
