import { describe, expect, it } from "vitest";
import { type CutRecord, recordsOfLesserLogs } from "@/lib/ingest/duplicates/choose-log";

const cut = (logKey: string, startMs: number, endMs: number, bytes: number): CutRecord => ({
  logKey,
  startMs,
  endMs,
  bytes,
});

describe("recordsOfLesserLogs", () => {
  it("leaves one log as it is, even where its own records overlap", () => {
    expect(recordsOfLesserLogs([cut("a", 0, 60, 1), cut("a", 30, 90, 1)])).toEqual([]);
  });

  it("keeps the log with the most bytes of each overlapping run", () => {
    const long = cut("ten-minutes", 0, 600, 90);
    const short = [cut("one-minute", 0, 60, 50), cut("one-minute", 60, 120, 50)];
    const later = [cut("ten-minutes", 700, 1300, 80), cut("one-minute", 710, 770, 10)];
    const records = [long, ...short, ...later];
    expect(recordsOfLesserLogs(records)).toEqual([long, later[1]]);
  });

  it("takes more records at equal bytes, then the lower key", () => {
    const one = cut("a", 0, 60, 100);
    const two = [cut("b", 0, 30, 50), cut("b", 30, 60, 50)];
    expect(recordsOfLesserLogs([one, ...two])).toEqual([one]);
    expect(recordsOfLesserLogs([cut("b", 0, 60, 1), cut("a", 0, 60, 1)])).toEqual([cut("b", 0, 60, 1)]);
  });

  it("does not join records that only touch, and joins those that start together", () => {
    expect(recordsOfLesserLogs([cut("a", 0, 60, 1), cut("b", 60, 120, 2)])).toEqual([]);
    expect(recordsOfLesserLogs([cut("a", 5, 5, 1), cut("b", 5, 5, 2)])).toEqual([cut("a", 5, 5, 1)]);
  });
});
