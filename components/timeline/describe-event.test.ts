import { describe, expect, it } from "vitest";
import { describeEvent } from "@/components/timeline/describe-event";
import type { FlowEvent } from "@/lib/timeline/events/event.types";

const flow: FlowEvent = {
  ...{ source: "flow", atMs: 0, withIndicator: true, outbound: true, hop: false },
  ...{ nearIp: "10.0.1.10", peerIp: "198.51.100.77", nearPort: 49_152, peerPort: 443, protocol: 6 },
  ...{ action: "ACCEPT", bytes: 2_412_004, packets: 1779 },
};

describe("describeEvent", () => {
  it("puts accepted bytes that left into their column", () => {
    expect(describeEvent(flow)).toEqual({
      what: "TCP 443 out · 1,779 packets",
      peer: "198.51.100.77",
      bytesOut: 2_412_004,
      flagged: true,
    });
  });

  it("never counts what was refused, came in, or has no known direction", () => {
    for (const other of [{ action: "REJECT" as const }, { outbound: false }, { outbound: null }]) {
      expect(describeEvent({ ...flow, ...other }).bytesOut).toBeNull();
    }
    expect(describeEvent({ ...flow, action: "REJECT" }).what).toMatch(/^REJECT TCP 443 out/);
  });

  it("says what the log does not give instead of zero", () => {
    expect(describeEvent({ ...flow, bytes: null, action: null }).what).toBe(
      "TCP 443 out · 1,779 packets · bytes not given · action not given",
    );
  });

  it("tells an empty answer from a failed lookup", () => {
    const query = {
      ...{ source: "dns" as const, atMs: 0, withIndicator: false, name: "a.example", type: "A" },
      ...{ answers: [], answerCount: 0 },
    };
    expect(describeEvent({ ...query, rcode: "NOERROR" }).what).toBe("a.example A → no answer");
    expect(describeEvent({ ...query, rcode: "NXDOMAIN" }).what).toBe("a.example A NXDOMAIN");
  });
});
