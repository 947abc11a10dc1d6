import type { Detector } from "@/lib/detect/detector.types";
import { channel, everySeconds, FLOW_SPAN, type MadeRecord } from "@/lib/detect/detectors/made-up-flows";

/** One connection, cut into minutes by the log. */
function open(minutes: number, first: Partial<MadeRecord> = { begins: 1 }): MadeRecord[] {
  return everySeconds(60, minutes, 0, { port: 40_000, begins: 0, seconds: 59 }).map((record, n) =>
    n === 0 ? { ...record, ...first } : record,
  );
}

export const longConnectionExamples: Detector<"flowSpan" | "channels">["examples"] = {
  fires: [
    { name: "nine hours", input: { flowSpan: FLOW_SPAN, channels: [channel(open(540))] } },
    {
      name: "nine hours to a bucket at AWS: anybody's",
      input: {
        flowSpan: FLOW_SPAN,
        channels: [channel(open(540), { aws: { services: ["S3"], region: "eu-west-1" } })],
      },
    },
    { name: "five hours, older than the log", input: { flowSpan: FLOW_SPAN, channels: [channel(open(300, {}))] } },
    {
      name: "one hour, where a person asks for that",
      input: { flowSpan: FLOW_SPAN, channels: [channel(open(61))] },
      parameters: { seconds: 3600 },
    },
  ],
  silent: [
    { name: "three hours", input: { flowSpan: FLOW_SPAN, channels: [channel(open(180))] } },
    {
      name: "ten hours of short connections",
      input: { flowSpan: FLOW_SPAN, channels: [channel(everySeconds(60, 600, 0))] },
    },
    {
      name: "the same port twice, hours apart",
      input: {
        flowSpan: FLOW_SPAN,
        channels: [
          channel([
            { at: 0, port: 40_000, begins: 2 },
            { at: 30_000, port: 40_000, begins: 2 },
          ]),
        ],
      },
    },
    {
      name: "a session that Systems Manager keeps open",
      input: {
        flowSpan: FLOW_SPAN,
        channels: [channel(open(540), { aws: { services: ["AMAZON"], region: "eu-west-1" } })],
      },
    },
    {
      name: "a database link inside the network",
      input: { flowSpan: FLOW_SPAN, channels: [channel(open(540), { internal: true })] },
    },
  ],
};
