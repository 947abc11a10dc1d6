import { describe, expect, it } from "vitest";
import { type LoggedInterface, unloggedTraffic } from "@/lib/investigate/unlogged-traffic";

const log = (
  logKey: string,
  described: LoggedInterface["described"] = null,
  describedBy: LoggedInterface["describedBy"] = described === null ? null : "description",
): LoggedInterface => ({ interfaceKey: "eni-1", logKey, described, describedBy });

describe("traffic that no flow log records", () => {
  it.each([
    ["a log of which nothing is known", [log("fl-1")], []],
    ["a log of everything", [log("fl-1", "ALL")], []],
    ["a log that its description limits", [log("fl-1", "ACCEPT")], [["REJECT", "its description"]]],
    [
      "a log of refused traffic",
      [log("fl-1", "REJECT", "the call that made it")],
      [["ACCEPT", "the call that made it"]],
    ],
    ["a log that its stream's name limits", [log("group:eni-reject")], [["ACCEPT", "its stream's name"]]],
    ["one log of each", [log("fl-1", "ACCEPT"), log("fl-2", "REJECT")], []],
    ["one that is limited beside one of which nothing is known", [log("fl-1", "ACCEPT"), log("fl-2")], []],
    ["a stream of everything", [log("group:eni-all")], []],
  ] as const)("of %s", (_, logs, expected) => {
    const found = unloggedTraffic([...logs]);
    expect(found.map(({ missing }) => missing)).toEqual(expected.map(([missing]) => missing));
    for (const [index, [, by]] of expected.entries()) expect(found[index]?.told).toContain(by);
  });
});
