import { describe, expect, it } from "vitest";
import { coverageRows } from "@/lib/investigate/coverage";
import { earliest } from "@/lib/investigate/earliest-indicator";
import { evidenceRows } from "@/lib/investigate/evidence-rows";

describe("coverageRows", () => {
  const window = { fromMs: 0, toMs: 60_000 };
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();

  it("names every log that was to be expected and is not there, once", () => {
    const expected = { interfaceIds: ["eni-2", "eni-1", "eni-1"], vpcIds: ["vpc-1"], trails: ["0/eu-central-1"] };
    const pieces = [{ fromMs: 0, toMs: 60_000, state: "recorded" as const }];
    const rows = coverageRows([{ source: "vpc-flow", subject: "eni-2", pieces }], [], expected, window);
    expect(rows.map(({ source, subject, state }) => [source, subject, state])).toEqual([
      ["vpc-flow", "eni-1", "absent"],
      ["vpc-flow", "eni-2", "recorded"],
      ["dns", "vpc-1", "absent"],
      ["cloudtrail", "0/eu-central-1", "absent"],
    ]);
  });

  it("keeps the end of a record span inside the window", () => {
    const span = { source: "dns" as const, subject: "vpc-1", firstMs: 10_000, lastMs: 59_500 };
    const [row] = coverageRows([], [span], { interfaceIds: [], vpcIds: ["vpc-1"], trails: [] }, window);
    expect(row).toMatchObject({ from: at(10), to: at(60), state: "recorded" });
  });

  it("has nothing absent for a time that was recorded, whatever AWS says is written by now", () => {
    const pieces = [{ fromMs: 0, toMs: 60_000, state: "recorded" as const }];
    const told = { subject: "eni-1", fromMs: null, toMs: null, code: "NoLog", message: "No flow log is written." };
    const rows = coverageRows(
      [{ source: "vpc-flow", subject: "eni-1", pieces }],
      [],
      { interfaceIds: [], vpcIds: [], trails: [] },
      window,
      [],
      [],
      [
        { source: "vpc-flow", ...told },
        { source: "vpc-flow", ...told, subject: "eni-2" },
      ],
    );
    expect(rows.map(({ subject, state }) => [subject, state])).toEqual([
      ["eni-1", "recorded"],
      ["eni-2", "absent"],
    ]);
  });
});

describe("earliest", () => {
  const candidate = (kind: "flow" | "dns" | "api" | "finding", atMs: number, sha256 = "a", record = 1) => ({
    ...{ kind, atMs, sha256, record, summary: kind },
  });

  it("takes the earliest record, at one time by kind, file and number", () => {
    const candidates = [
      candidate("finding", 5),
      candidate("dns", 5, "b"),
      candidate("dns", 5, "a", 2),
      candidate("dns", 5, "a", 1),
      candidate("flow", 6),
    ];
    const first = { time: "1970-01-01T00:00:00.005Z", kind: "dns", evidence: { sha256: "a", record: 1 } };
    expect(earliest(candidates)).toMatchObject(first);
    expect(earliest([...candidates].reverse())).toMatchObject(first);
    expect(earliest([])).toBeNull();
  });
});

describe("evidenceRows", () => {
  const file = (sha256: string, names: string[], reason: string | null = null) => ({
    ...{ sha256, names, reason, size: 9, kind: "dns", records: 4, duplicates: 1, rejected: 2 },
    ...{ rejections: [], firstEvent: null, lastEvent: null },
  });

  it("gives each name a row, in which only the first name's records are its own", () => {
    const rows = evidenceRows([file("b", ["z", "a"]), file("a", ["a"], "why")]);
    expect(rows.map(({ name, sha256, duplicates, reason }) => [name, sha256, duplicates, reason])).toEqual([
      ["a", "a", 1, "why"],
      ["a", "b", 1, undefined],
      ["z", "b", 4, "the same bytes as a"],
    ]);
  });
});
