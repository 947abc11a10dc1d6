import type { Detector } from "@/lib/detect/detector.types";
import { NEAR } from "@/lib/detect/detectors/made-up-flows";
import { failedTry } from "@/lib/detect/detectors/made-up-tries";

const ports = (count: number, first: number, everyMinutes = 0.05) =>
  Array.from({ length: count }, (_, n) => failedTry(Math.floor(n * everyMinutes), { port: first + n }));

export const portScanExamples: Detector<"failedTries">["examples"] = {
  fires: [
    { name: "the first hundred ports of one interface", input: { failedTries: ports(100, 1) } },
    {
      name: "an instance at a neighbour, fifteen ports",
      input: { failedTries: ports(15, 8000).map((one) => ({ ...one, source: { near: NEAR }, target: "10.20.1.9" })) },
    },
  ],
  silent: [
    { name: "fourteen ports", input: { failedTries: ports(14, 1) } },
    { name: "a hundred ports over two days", input: { failedTries: ports(100, 1, 29) } },
    { name: "late answers, refused at ephemeral ports", input: { failedTries: ports(200, 40_000) } },
    { name: "one port, over and over", input: { failedTries: Array.from({ length: 500 }, () => failedTry(0)) } },
  ],
};
