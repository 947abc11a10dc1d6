import type { Detector } from "@/lib/detect/detector.types";
import {
  atChance,
  channel,
  everySeconds,
  FLOW_SPAN,
  HOUR_SECONDS,
  madeChance,
  NEAR,
  PEER,
  POPULATION,
} from "@/lib/detect/detectors/made-up-flows";
import type { Channel } from "@/lib/detect/inputs/inputs.types";

const given = (...channels: Channel[]) => ({ flowSpan: FLOW_SPAN, population: POPULATION, channels });

export const beaconExamples: Detector<"flowSpan" | "population" | "channels">["examples"] = {
  fires: [
    { name: "every five minutes for fourteen hours", input: given(channel(everySeconds(300, 168, 20))) },
    {
      name: "every five minutes to somebody's instance at AWS",
      input: given(channel(everySeconds(300, 168, 20), { aws: { services: ["EC2"], region: "eu-west-1" } })),
    },
    { name: "every hour, two minutes around it, for a day", input: given(channel(everySeconds(3600, 24, 120))) },
    {
      name: "no flags in the log, each connection on a port of its own",
      input: given(channel(everySeconds(600, 60, 30, { begins: 2 }))),
    },
    {
      name: "a day of rhythm after a day without",
      input: given(
        channel([
          ...atChance(20 * HOUR_SECONDS, 12),
          ...everySeconds(300, 200, 15).map((record) => ({
            ...record,
            at: record.at + 26 * HOUR_SECONDS,
            port: 50_000 + (record.at % 9000),
          })),
        ]),
      ),
    },
  ],
  silent: [
    { name: "visits at moments of chance", input: given(channel(atChance(40 * HOUR_SECONDS, 300))) },
    { name: "NTP", input: given(channel(everySeconds(1024, 80, 0), { protocol: 17, servicePort: 123 })) },
    {
      name: "one connection that the log cuts into minutes",
      input: given(channel(everySeconds(60, 600, 0, { port: 40_000, begins: 0, seconds: 59 }))),
    },
    {
      name: "a port that stays the same, without flags: the log's cadence, not the sender's",
      input: given(channel(everySeconds(60, 600, 0, { port: 40_000, begins: 2, seconds: 55 }))),
    },
    {
      name: "every five minutes, in a flow log of ten-minute intervals beside others of one minute",
      input: {
        ...given(channel(everySeconds(300, 168, 20))),
        flowSpan: { ...FLOW_SPAN, otherIntervals: new Map([[NEAR.interfaceNo, 600]]) },
      },
    },
    { name: "faster than two aggregation intervals", input: given(channel(everySeconds(60, 600, 3))) },
    {
      name: "an agent that every instance runs",
      input: {
        ...given(channel(everySeconds(300, 168, 10))),
        population: { interfaces: 10, interfacesByPeer: new Map([[PEER, 9]]) },
      },
    },
    {
      name: "the Systems Manager agent, to an endpoint of AWS's own",
      input: given(channel(everySeconds(300, 168, 20), { aws: { services: ["AMAZON"], region: "eu-west-1" } })),
    },
    { name: "a health check inside the network", input: given(channel(everySeconds(300, 168, 5), { internal: true })) },
    {
      name: "forty minutes of rhythm before the records end: nothing lasts yet",
      input: given(
        channel(everySeconds(120, 20, 2).map((record) => ({ ...record, at: record.at + 47 * HOUR_SECONDS + 1200 }))),
      ),
    },
    { name: "ten calls, one an hour", input: given(channel(everySeconds(3600, 10, 30))) },
    {
      name: "backup to a storage service: bursts of parts, once a night",
      input: given(
        channel(
          Array.from({ length: 200 }, (_, n) => ({
            at: Math.floor(n / 100) * 24 * HOUR_SECONDS + Math.floor(madeChance(n) * 900),
            bytes: Math.floor(madeChance(n + 7) * 8_000_000),
          })),
        ),
      ),
    },
  ],
};
