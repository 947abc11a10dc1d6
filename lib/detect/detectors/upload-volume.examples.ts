import type { Detector } from "@/lib/detect/detector.types";
import { contact, madeChance, NEAR, T0 } from "@/lib/detect/detectors/made-up-flows";
import type { SentHour } from "@/lib/detect/inputs/inputs.types";

const HOUR = 3_600_000;
const hours = (count: number, bytes: (hour: number) => number): SentHour[] =>
  Array.from({ length: count }, (_, n) => ({ near: NEAR, hourMs: T0 * 1000 + n * HOUR, bytesOut: bytes(n) }));
const usual = (n: number) => 5_000_000 + Math.floor(madeChance(n) * 3_000_000);
const during = (hour: number) => ({ firstMs: T0 * 1000 + hour * HOUR, lastMs: T0 * 1000 + (hour + 1) * HOUR - 1 });

export const uploadVolumeExamples: Detector<"uploads" | "sentHours">["examples"] = {
  fires: [
    {
      name: "1.8 GB in one hour of forty-eight",
      input: {
        uploads: [contact({ bytesOut: 1_800_000_000, bytesIn: 24_000_000, ...during(36) })],
        sentHours: hours(48, (n) => (n === 36 ? 1_805_000_000 : usual(n))),
      },
    },
  ],
  silent: [
    {
      name: "a nightly backup that sends as much every hour",
      input: {
        uploads: [
          contact({ bytesOut: 9_000_000_000, bytesIn: 90_000_000, firstMs: T0 * 1000, lastMs: T0 * 1000 + 47 * HOUR }),
        ],
        sentHours: hours(48, (n) => 190_000_000 + n),
      },
    },
    {
      name: "a load balancer's target that answers much: the peer asked",
      input: { uploads: [], sentHours: hours(48, (n) => (n === 20 ? 4_000_000_000 : usual(n))) },
    },
    {
      name: "a replica inside the network",
      input: {
        uploads: [contact({ internal: true, bytesOut: 1_800_000_000, bytesIn: 1, ...during(36) })],
        sentHours: hours(48, (n) => (n === 36 ? 1_805_000_000 : usual(n))),
      },
    },
    {
      name: "as much came back: a download of one's own",
      input: {
        uploads: [contact({ bytesOut: 200_000_000, bytesIn: 180_000_000, ...during(36) })],
        sentHours: hours(48, (n) => (n === 36 ? 205_000_000 : usual(n))),
      },
    },
    {
      name: "four hours of evidence are no usual",
      input: {
        uploads: [contact({ bytesOut: 1_800_000_000, bytesIn: 1, ...during(2) })],
        sentHours: hours(4, (n) => (n === 2 ? 1_805_000_000 : usual(n))),
      },
    },
  ],
};
