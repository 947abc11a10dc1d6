import { describe, expect, it } from "vitest";
import { beacon } from "@/lib/detect/detectors/beacon";
import { channel, contact, everySeconds, FLOW_SPAN, POPULATION } from "@/lib/detect/detectors/made-up-flows";
import { tunnel } from "@/lib/detect/detectors/tunnel";
import { detectionKey, evaluateDetector, parametersWith } from "@/lib/detect/evaluate-detector";

describe("keys of detections", () => {
  it("differ for one port that the peer serves, and that nobody knows who serves", () => {
    const ntp = { protocol: 17, servicePort: 123, bytesOut: 3_000_000, packetsOut: 9000 };
    const otherServices = [contact(ntp), contact({ ...ntp, served: "unknown" })];
    const found = evaluateDetector(tunnel, { otherServices }, parametersWith(tunnel, {}));
    expect(new Set(found.map((one) => detectionKey(tunnel.id, one))).size).toBe(2);
  });

  it("stand for one detection each, whatever a detector gives twice", () => {
    const otherServices = [1, 2].map(() => contact({ protocol: 47, servicePort: 0, bytesOut: 5_000_000 }));
    expect(evaluateDetector(tunnel, { otherServices }, parametersWith(tunnel, {}))).toHaveLength(1);
  });

  it("fit into an index whatever a log calls things, and differ where these do", () => {
    const keys = ["a", "b"].map((end) => detectionKey("new-api", { subject: "x".repeat(100_000) + end, about: "" }));
    expect(Math.max(...keys.map(({ length }) => length))).toBeLessThan(1000);
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe("a beacon's numbers", () => {
  it("are those of the 24 hours that its thresholds are for", () => {
    const channels = [channel(everySeconds(600, 280, 10))];
    const input = { flowSpan: FLOW_SPAN, population: POPULATION, channels };
    const [found] = evaluateDetector(beacon, input, parametersWith(beacon, {}));
    expect(found?.numbers).toMatchObject({ connections: 144, "connections in all": 280 });
    expect(found?.summary).toMatch(/^144 connections within 24 h /);
  });
});
