import { describe, expect, it } from "vitest";
import { LOG_FORMATS } from "@/lib/formats/registry";
import { readWhole } from "@/lib/formats/test-log";

const bytes = (...codes: number[]) => Uint8Array.from(codes);

describe("files that are not read", () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ["nothing", "", /^empty file$/],
    ["white space", " \n\t\n", /white space/],
    ["prose", "Dear reader,\nthis is no log.\n", /^not a log that is known here$/],
    ["a bitmap", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d), /no text/],
    ["Parquet as text", "PAR1\u0015\u0004", /^Parquet, which/],
    ["gzip inside", bytes(0x1f, 0x8b, 8, 0, 0), /compressed/],
    ["a capture", bytes(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0), /pcap/],
    [
      "sums over flow logs",
      '"srcaddr","dstaddr","bytes"\n"10.0.0.1","10.0.0.2","3"\n',
      /^CSV of flow logs without a time/,
    ],
    ["a count of CloudTrail's calls", "eventName,eventSource,calls\nA,b,3\n", /^CloudTrail events without a time/],
    ["Insights' CSV of another log", "@timestamp,@message\n2023-11-14 22:13:20.000,x\n", /^CloudWatch Logs messages/],
    ["any CSV", "name,age,town,street\na,1,b,c\n", /^CSV/],
    [
      "S3's access log",
      `${"a".repeat(64)} bucket [06/Feb/2023:00:00:38 +0000] 192.0.2.3 x y REST.GET.OBJECT k "GET /" 200\n`,
      /^S3 server access log: not read yet$/,
    ],
    [
      "a load balancer's log",
      "https 2023-11-14T22:13:20.000000Z app/lb/50dc6c495c0c9188 192.0.2.3:2817 10.0.0.1:80 0 0 0 200 200 0 57\n",
      /^load balancer access log: not read yet$/,
    ],
    [
      "a headerless custom flow log",
      "eni-0123456789abcdef0 10.0.0.1 10.0.0.2 443 40000 ACCEPT\n",
      /^flow log without a header; needs its format$/,
    ],
    [
      "the same in CloudWatch events",
      JSON.stringify({ events: [{ timestamp: 1, message: "eni-0123456789abcdef0 10.0.0.1 10.0.0.2 443 1 OK" }] }),
      /^flow log without a header; needs its format$/,
    ],
    [
      "OCSF of a class that is not read",
      JSON.stringify({ class_uid: 1007, category_uid: 1, time: 1 }),
      /^OCSF events of this class: not read yet$/,
    ],
    [
      "Insights' JSON of sums",
      JSON.stringify({ results: [[{ field: "a", value: "b" }]] }),
      /^CloudWatch Logs Insights results that are no log/,
    ],
    [
      "Insights' empty JSON",
      JSON.stringify({ results: [], status: "Complete" }),
      /^CloudWatch Logs Insights results without/,
    ],
    [
      "the signature beside Lake's results",
      JSON.stringify({ version: "1.0", files: [], hashSignature: "00", queryCompleteTime: "2023-11-14T22:13:20Z" }),
      /^signature of CloudTrail Lake's results/,
    ],
    [
      "Lake's results of counts",
      JSON.stringify({ QueryStatus: "FINISHED", QueryResultRows: [[{ eventName: "x" }, { calls: "3" }]] }),
      /^CloudTrail Lake results that are no log/,
    ],
    ["JSON of something else", '{"hello": [1, 2, 3]}', /^JSON that is no log that is known here$/],
    ["JSON that is broken", '{"hello": [1, 2', /^JSON that is no log that is known here$/],
    ["a deep bracket", "[".repeat(100_000), /^JSON that is no log that is known here$/],
  ])("names %s in plain words", async (_name, content, reason) => {
    const { summary, content: found } = await readWhole(content);
    expect(summary).toMatchObject({ kind: "unknown", records: 0, rejected: 0, blank: 0, headers: 0, logKey: null });
    expect(summary.reason).toMatch(reason);
    expect(Object.values(found).flat()).toEqual([]);
  });

  it("is read no further than its head", async () => {
    let given = 0;
    const { readLog } = await import("@/lib/formats/read-log");
    async function* endless() {
      for (;;) {
        given += 1;
        yield new TextEncoder().encode("nothing of a log\n".repeat(1000));
      }
    }
    const { value } = await readLog(endless(), { name: "x" }).next();
    expect(value).toMatchObject({ kind: "unknown" });
    expect(given).toBeLessThan(10);
  });
});

it("tells people of every kind of log once", () => {
  const kinds = LOG_FORMATS.map((format) => format.kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(LOG_FORMATS.every((format) => format.title !== "" && format.description !== "")).toBe(true);
});
