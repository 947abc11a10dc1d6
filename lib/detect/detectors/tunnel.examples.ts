import type { Detector } from "@/lib/detect/detector.types";
import { contact } from "@/lib/detect/detectors/made-up-flows";
import type { Contact } from "@/lib/detect/inputs/inputs.types";

const of = (
  protocol: number,
  servicePort: number,
  bytesOut: number,
  packetsOut: number,
  rest: Partial<Contact> = {},
) => ({
  otherServices: [contact({ protocol, servicePort, bytesOut, packetsOut, ...rest })],
});

export const tunnelExamples: Detector<"otherServices">["examples"] = {
  fires: [
    { name: "ICMP with a thousand bytes a packet", input: of(1, 0, 40_000_000, 40_000) },
    { name: "DNS to an outside server, 20 MB of it", input: of(17, 53, 20_000_000, 90_000) },
    { name: "GRE to the outside", input: of(47, 0, 5_000_000, 9000) },
    { name: "NTP that is none", input: of(17, 123, 3_000_000, 9000) },
  ],
  silent: [
    { name: "NTP: 76 bytes a packet, for months", input: of(17, 123, 8_000_000, 105_000) },
    { name: "pings of a monitor: 84 bytes each", input: of(1, 0, 9_000_000, 107_000) },
    { name: "questions to an outside resolver", input: of(17, 53, 6_000_000, 90_000) },
    { name: "a VPN between networks of one's own", input: of(47, 0, 5_000_000, 9000, { internal: true }) },
    { name: "a few large pings", input: of(1, 0, 60_000, 40) },
  ],
};
