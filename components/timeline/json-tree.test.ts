import { describe, expect, it } from "vitest";
import { callParameters, jsonTree } from "@/components/timeline/json-tree";

describe("jsonTree", () => {
  it("writes names before values, each level further in", () => {
    expect(jsonTree({ a: 1, b: { c: ["x", { d: null }], e: [] } })).toBe(
      ["a: 1", "b:", "  c:", "    –: x", "    –:", "      d: null", "  e: (empty list)"].join("\n"),
    );
  });

  it("ends where it is too deep or too long to read", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 5_000; level++) deep = { deep };
    expect(jsonTree(deep).split("\n").length).toBeLessThan(20);
    expect(jsonTree(Array.from({ length: 100_000 }, (_, n) => n)).split("\n").length).toBeLessThan(410);
  });
});

describe("callParameters", () => {
  const event = { eventName: "AssumeRole", requestParameters: { roleArn: "r" }, responseElements: null };

  it.each([
    JSON.stringify(event),
    JSON.stringify({ "detail-type": "AWS API Call via CloudTrail", detail: event }),
    JSON.stringify({ EventId: "1", CloudTrailEvent: JSON.stringify(event) }),
  ])("are found in %s", (raw) => {
    expect(callParameters(raw)).toEqual({ request: { roleArn: "r" }, response: null });
  });

  it.each(["", "2 123 eni-1", "[1]", '{"a":', '{"CloudTrailEvent":"{"}'])("are none in %j", (raw) => {
    const found = callParameters(raw);
    expect(found === null || (found.request === null && found.response === null)).toBe(true);
  });
});
