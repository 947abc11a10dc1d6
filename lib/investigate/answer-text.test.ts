import { describe, expect, it } from "vitest";
import { answerText } from "@/lib/investigate/answer-text";
import { askerStretches } from "@/lib/investigate/asker-stretches";

describe("answerText", () => {
  it.each([
    ["AAAA", "2001:DB8:0:0::1", "2001:db8::1"],
    ["AAAA", "::ffff:192.0.2.1", "192.0.2.1"],
    ["A", "192.0.2.1", "192.0.2.1"],
    ["A", "no address", "no address"],
    ["CNAME", "Cdn.Example.NET.", "cdn.example.net"],
    ["TXT", '"V=spf1 Include."', '"V=spf1 Include."'],
  ])("%s %s reads %s", (type, data, text) => {
    expect(answerText(type, data)).toBe(text);
  });
});

describe("askerStretches", () => {
  const addressSegments = () => [
    { fromMs: null, toMs: 100, instanceId: "i-0a1b2c3d4e5f60001" },
    { fromMs: 200, toMs: null, instanceId: "i-0a1b2c3d4e5f60002" },
  ];

  it("believes the log's own instance before the address's holder, and gives holes to nobody", () => {
    const asker = { vpcId: "vpc-1", sourceIp: "10.0.0.5" };
    expect(
      askerStretches(
        [
          { askerNo: 1, instanceId: "i-0a1b2c3d4e5f60009", ...asker },
          { askerNo: 2, instanceId: null, ...asker },
          { askerNo: 3, instanceId: null, vpcId: "vpc-1", sourceIp: null },
        ],
        { addressSegments },
      ),
    ).toEqual([
      { askerNo: 1, instanceId: "i-0a1b2c3d4e5f60009", fromMs: null, toMs: null },
      { askerNo: 2, ...addressSegments()[0] },
      { askerNo: 2, ...addressSegments()[1] },
    ]);
  });
});
