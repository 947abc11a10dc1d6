import { describe, expect, it } from "vitest";
import { tableRows } from "@/components/timeline/table-rows";
import { withManual } from "@/components/timeline/with-manual";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";
import type { EventRow } from "@/lib/timeline/events/event.types";

const record = (atMs: number): EventRow => ({
  ...{ source: "finding", atMs, lastSeenMs: atMs, type: "Odd", remoteIps: [], withIndicator: false },
  evidence: { fileId: 1, fileName: "a.json", sha256: "a".repeat(64), record: atMs },
});
const entered = (ms: number): ManualEventRow => ({
  ...{ id: String(ms), at: new Date(ms).toISOString(), knownAt: new Date(ms).toISOString(), title: "Seen", detail: "" },
  ...{ source: "a person", instanceId: null, by: "ada", createdAt: new Date(ms).toISOString(), version: 1 },
});
const order = (records: number[], manual: number[], within: [number, number], latestFirst = false) =>
  withManual(
    tableRows(records.map(record), new Map(), latestFirst),
    manual.map(entered),
    { fromMs: within[0], toMs: within[1] },
    latestFirst,
  ).map((line) => (line.kind === "manual" ? `by hand ${line.atMs}` : line.kind === "event" ? line.event.atMs : "rest"));

describe("rows with what was entered by hand", () => {
  it.each([
    [[10, 20, 30], [25, 5], [0, 100], false, ["by hand 5", 10, 20, "by hand 25", 30]],
    [[10, 20, 30], [20, 40], [0, 100], false, [10, 20, "by hand 20", 30, "by hand 40"]],
    [[10, 20, 30], [20, 40], [0, 100], true, ["by hand 40", 30, "by hand 20", 20, 10]],
    [[10, 20], [5, 9, 10, 20, 21], [10, 21], false, [10, "by hand 10", 20, "by hand 20"]],
    [[], [7], [0, 10], false, ["by hand 7"]],
    [[10], [], [0, 100], false, [10]],
  ] as const)("%j and %j within %j, latest first %s", (records, manual, within, latestFirst, expected) => {
    expect(order([...records], [...manual], [...within], latestFirst)).toEqual(expected);
  });
});
