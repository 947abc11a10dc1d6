import type { Detector } from "@/lib/detect/detector.types";
import { NEAR, PEER, T0 } from "@/lib/detect/detectors/made-up-flows";
import type { RefusedMinute } from "@/lib/detect/inputs/inputs.types";

const minute = (at: number, refused: number, given: Partial<RefusedMinute> = {}): RefusedMinute => ({
  ...{ source: { peer: PEER }, minuteMs: (T0 + at * 60) * 1000, refused, targets: 1, ports: 1, interfaceNos: [1] },
  ...given,
});

export const rejectBurstExamples: Detector<"refusedMinutes">["examples"] = {
  fires: [
    { name: "a hundred and one in a minute", input: { refusedMinutes: [minute(0, 101)] } },
    {
      name: "ten loud minutes are one detection",
      input: { refusedMinutes: Array.from({ length: 10 }, (_, n) => minute(n, 150)) },
    },
    {
      name: "an instance of the case",
      input: { refusedMinutes: [minute(0, 400, { source: { near: NEAR }, targets: 90 })] },
    },
  ],
  silent: [
    {
      name: "the hum of the internet: many minutes, a few each",
      input: { refusedMinutes: Array.from({ length: 900 }, (_, n) => minute(n, 12)) },
    },
    { name: "exactly a hundred", input: { refusedMinutes: [minute(0, 100)] } },
    { name: "a person who asks for more", input: { refusedMinutes: [minute(0, 400)] }, parameters: { refused: 1000 } },
  ],
};
