import { writeExchange, writeNatLegs } from "./exchanges";
import { flowFile } from "./flow-lines";
import type { LogFiles } from "./log-files";
import type { Random } from "./random";
import {
  ACCOUNT,
  APP_1,
  APP_2,
  APP_3,
  BACKUP_1,
  BATCH_1,
  BATCH_2,
  DB_1,
  END,
  HOUR,
  type Instance,
  MINUTE,
  OPS_1,
  SECOND,
  START,
  STORY,
  WEB_1,
  WEB_2,
} from "./world";

/** Visitors of the web tier: the documentation ranges, without the addresses that the story needs. */
function visitor(random: Random): string {
  if (random.chance(0.02))
    return `2001:db8:${random.whole(0x100, 0xffff).toString(16)}:${random.whole(1, 0xfff).toString(16)}::${random.whole(1, 9999)}`;
  const block = random.whole(0, 2);
  if (block === 0) return `192.0.2.${random.whole(1, 180)}`;
  return `${block === 1 ? "203.0.113" : "198.51.100"}.${random.whole(128, 254)}`;
}

function isUp(instance: Instance, atMs: number): boolean {
  return atMs >= instance.launchedAt && (instance.terminatedAt === null || atMs < instance.terminatedAt);
}

/** False while the flow log lost the records of the instance's interface. */
function isLogged(instance: Instance, atMs: number): boolean {
  return instance !== APP_2 || atMs < STORY.gapFrom || atMs >= STORY.gapTo;
}

function minutes(random: Random, perMinute: number, make: (startMs: number) => void): void {
  for (let minute = START; minute < END; minute += MINUTE) {
    // Office hours are busier than the night.
    const hour = ((minute - START) / HOUR) % 24;
    const load = hour >= 7 && hour < 20 ? 1.25 : 0.65;
    const wanted = perMinute * load;
    const count = Math.floor(wanted) + (random.chance(wanted % 1) ? 1 : 0);
    for (let n = 0; n < count; n += 1) make(minute + random.whole(0, 55) * SECOND);
  }
}

function webVisits(files: LogFiles, random: Random, instance: Instance, perMinute: number): void {
  minutes(random, perMinute, (startMs) => {
    const farIp = visitor(random);
    writeExchange(files, {
      log: "public",
      interfaceId: instance.interfaceId,
      nearIp: farIp.includes(":") ? `2001:db8:20::${instance.privateIp.split(".").at(-1)}` : instance.privateIp,
      nearPort: 443,
      farIp,
      farPort: random.whole(32_768, 60_999),
      startMs,
      lengthMs: random.whole(5, 58) * SECOND,
      out: { bytes: random.whole(900, 90_000), packets: random.whole(4, 70) },
      in: { bytes: random.whole(400, 6_000), packets: random.whole(3, 40) },
      nearOpened: false,
    });
  });
}

interface End {
  ip: string;
  port: number;
}

function sideOf({ publicIp, interfaceId }: Instance, near: End, far: End) {
  const log = publicIp ? ("public" as const) : ("private" as const);
  return { log, interfaceId, nearIp: near.ip, nearPort: near.port, farIp: far.ip, farPort: far.port };
}

/** A connection inside the VPC: both ends log it, each in intervals of its own. */
function internal(
  files: LogFiles,
  random: Random,
  from: Instance,
  to: Instance,
  port: number,
  perMinute: number,
): void {
  minutes(random, perMinute, (startMs) => {
    if (!isUp(from, startMs) || !isUp(to, startMs)) return;
    const shared = {
      startMs,
      lengthMs: random.whole(10, 58) * SECOND,
      out: { bytes: random.whole(500, 9_000), packets: random.whole(4, 30) },
      in: { bytes: random.whole(900, 40_000), packets: random.whole(4, 50) },
    };
    const nearPort = random.whole(32_768, 60_999);
    const opener = { ip: from.privateIp, port: nearPort };
    const service = { ip: to.privateIp, port };
    if (isLogged(from, startMs)) {
      writeExchange(files, { ...shared, ...sideOf(from, opener, service), nearOpened: true });
    }
    const lagMs = startMs + 2 * SECOND;
    if (isLogged(to, lagMs)) {
      const turned = { startMs: lagMs, out: shared.in, in: shared.out };
      writeExchange(files, { ...shared, ...turned, ...sideOf(to, service, opener), nearOpened: false });
    }
  });
}

/** Traffic of a private instance to the internet, through the NAT gateway. */
function outside(files: LogFiles, random: Random, from: Instance, perMinute: number, bytes: [number, number]): void {
  minutes(random, perMinute, (startMs) => {
    if (!isUp(from, startMs)) return;
    const exchange = {
      log: "private" as const,
      interfaceId: from.interfaceId,
      nearIp: from.privateIp,
      nearPort: random.whole(32_768, 60_999),
      farIp: `203.0.113.${random.whole(200, 230)}`,
      farPort: 443,
      startMs,
      lengthMs: random.whole(20, 58) * SECOND,
      out: { bytes: random.whole(...bytes), packets: random.whole(20, 400) },
      in: { bytes: random.whole(2_000, 20_000), packets: random.whole(10, 60) },
      nearOpened: true,
    };
    writeExchange(files, exchange);
    writeNatLegs(files, exchange, random.whole(1_024, 65_000));
  });
}

/** Lines that no reader can make sense of, one of each kind. */
function brokenLines(files: LogFiles): void {
  const own = `2 ${ACCOUNT} ${WEB_1.interfaceId}`;
  const broken = [
    `${own} 10.20.0.10 192.0.2.9 443 50123 6 9`,
    `${own} 10.20.0.10 192.0.2.9 443 99999 6 9 800 1771142400 1771142430 ACCEPT OK`,
    `${own} 10.20.0.300 192.0.2.9 443 50123 6 9 800 1771142400 1771142430 ACCEPT OK`,
    `${own} 10.20.0.10 192.0.2.9 443 50123 6 9 800 yesterday 1771142430 ACCEPT OK`,
    `${own} 10.20.0.10 192.0.2.9 443 50123 6 9 800 1771142400 1771142430 PERHAPS OK`,
  ];
  for (const [index, text] of broken.entries()) {
    files.add(flowFile("public", 8), { atMs: START + 8 * HOUR + index * MINUTE, text, broken: true });
  }
}

/** One object of the public log came a second time under another name, with one record that the first had not. */
function secondDelivery(files: LogFiles): void {
  const again = flowFile("public", 10, 1);
  const { units, about } = files.copyOf(flowFile("public", 10));
  for (const unit of units) files.add(again, unit, about);
  const start = Math.floor((START + 10 * HOUR) / SECOND);
  const text = `2 ${ACCOUNT} ${WEB_1.interfaceId} 192.0.2.77 ${WEB_1.privateIp} 40001 443 6 5 500 ${start} ${start + 30} ACCEPT OK`;
  files.add(again, { atMs: START + 10 * HOUR, text });
}

/** What does not come from a connection: written after every flow and status row is. */
export function spoilFlowFiles(files: LogFiles): void {
  brokenLines(files);
  secondDelivery(files);
}

/** Everything that has nothing to do with the story. `scale` thins it; 1 gives about 250,000 records. */
export function writeBackgroundFlows(files: LogFiles, random: Random, scale: number): void {
  webVisits(files, random, WEB_1, 9.5 * scale);
  webVisits(files, random, WEB_2, 8.5 * scale);
  for (const app of [APP_1, APP_2, APP_3]) {
    internal(files, random, WEB_1, app, 8080, 0.7 * scale);
    internal(files, random, app, DB_1, 5432, 1.6 * scale);
  }
  internal(files, random, BACKUP_1, DB_1, 5432, 1.5 * scale);
  outside(files, random, BACKUP_1, 2 * scale, [200_000, 900_000]);
  outside(files, random, OPS_1, 0.3 * scale, [2_000, 9_000]);
  for (const batch of [BATCH_1, BATCH_2]) internal(files, random, batch, DB_1, 5432, 0.8 * scale);
}
