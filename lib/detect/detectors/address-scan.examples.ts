import type { Detector } from "@/lib/detect/detector.types";
import { NEAR } from "@/lib/detect/detectors/made-up-flows";
import { failedTry } from "@/lib/detect/detectors/made-up-tries";

const neighbours = (count: number, everyMinutes: number, port = 445) =>
  Array.from({ length: count }, (_, n) =>
    failedTry(Math.floor(n * everyMinutes), { source: { near: NEAR }, target: `10.20.1.${n + 1}`, port }),
  );

export const addressScanExamples: Detector<"failedTries">["examples"] = {
  fires: [
    { name: "forty neighbours on SMB in three minutes", input: { failedTries: neighbours(40, 0.075) } },
    {
      name: "an outside address at thirty interfaces",
      input: { failedTries: Array.from({ length: 30 }, (_, n) => failedTry(0, { target: `eni-${n}`, port: 22 })) },
    },
  ],
  silent: [
    { name: "twenty-four neighbours", input: { failedTries: neighbours(24, 0.1) } },
    { name: "forty over four hours: members of a cluster come and go", input: { failedTries: neighbours(40, 6) } },
    {
      name: "one service that is down, tried again and again",
      input: {
        failedTries: Array.from({ length: 300 }, () => failedTry(0, { source: { near: NEAR }, target: "10.20.1.9" })),
      },
    },
    {
      name: "thirty addresses, each at a port of its own",
      input: { failedTries: neighbours(30, 0.1).map((one, n) => ({ ...one, port: 1000 + n })) },
    },
  ],
};
