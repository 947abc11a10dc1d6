import { expect, it } from "vitest";
import { takeLosses } from "@/lib/timeline/events/flow-losses";

const lossesOf = (fields: Record<string, string>) => takeLosses((name) => fields[name]);

it("tells what a transit gateway dropped and why, that it dropped nothing, or nothing where it does not say", () => {
  expect(
    lossesOf({ "packets-lost-no-route": "3", "packets-lost-blackhole": "0", "packets-lost-ttl-expired": "1" }),
  ).toBe("3 for no route, 1 for TTL expired");
  expect(lossesOf({ "packets-lost-no-route": "0", "packets-lost-blackhole": "0" })).toBe("none");
  expect(lossesOf({ "flow-direction": "ingress" })).toBeNull();
});
