import { writeExchange, writeNatLegs } from "./exchanges";
import { met, metThroughNat } from "./met-indicator";
import type { Random } from "./random";
import type { Scene } from "./scene";
import { APP_2, FLOATING, HOUR, MINUTE, SECOND, SECOND_FOREIGN_IP, START, STORY, WEB_2 } from "./world";

function ephemeral(random: Random): number {
  return random.whole(33_000, 60_000);
}

/** Tries on SSH that the security group refused, then a request that got through. */
function entry(scene: Scene): void {
  const { random } = scene;
  for (let n = 0; n < 6; n += 1) {
    met(scene, WEB_2, {
      nearPort: 22,
      farPort: 51_000 + n,
      startMs: STORY.refusedFrom + n * 3 * MINUTE,
      lengthMs: 20 * SECOND,
      out: { bytes: 0, packets: 0 },
      in: { bytes: 60, packets: 1 },
      nearOpened: false,
      accepted: false,
    });
  }
  met(scene, WEB_2, {
    nearPort: 443,
    farPort: 51_515,
    startMs: STORY.lookupAt - 4 * MINUTE,
    lengthMs: 31 * SECOND,
    out: { bytes: 4_812, packets: 11 },
    in: { bytes: 23_077, packets: 24 },
    nearOpened: false,
  });
  met(scene, WEB_2, {
    nearPort: ephemeral(random),
    farPort: 25,
    startMs: STORY.lookupAt + 30 * MINUTE,
    lengthMs: 12 * SECOND,
    out: { bytes: 180, packets: 3 },
    in: { bytes: 0, packets: 0 },
    nearOpened: true,
    accepted: false,
  });
}

/** Every five minutes, give or take twenty seconds. */
function beacon(scene: Scene, from: number, to: number, make: (startMs: number) => void): void {
  for (let at = from; at < to; at += 5 * MINUTE) make(at + scene.random.whole(-20, 20) * SECOND);
}

function webBeacon(scene: Scene): void {
  const { random } = scene;
  beacon(scene, STORY.beaconFrom + 30 * SECOND, STORY.beaconTo, (startMs) =>
    met(scene, WEB_2, {
      nearPort: ephemeral(random),
      farPort: 443,
      startMs,
      lengthMs: random.whole(4, 30) * SECOND,
      out: { bytes: 2_048 + random.whole(0, 96), packets: random.whole(8, 12) },
      in: { bytes: 1_024 + random.whole(0, 64), packets: random.whole(6, 9) },
      nearOpened: true,
    }),
  );
}

/** The second instance: a beacon through the NAT gateway, half an hour of it recorded at the gateway alone. */
function innerBeacon(scene: Scene): void {
  const { random } = scene;
  beacon(scene, STORY.innerBeaconFrom, STORY.beaconTo, (startMs) => {
    const inGap = startMs >= STORY.gapFrom && startMs < STORY.gapTo;
    metThroughNat(
      scene,
      APP_2,
      { interfaceId: APP_2.interfaceId, nearIp: APP_2.privateIp },
      {
        nearPort: ephemeral(random),
        farPort: 8443,
        startMs,
        lengthMs: random.whole(4, 30) * SECOND,
        out: { bytes: 1_500 + random.whole(0, 200), packets: random.whole(7, 11) },
        in: { bytes: 900 + random.whole(0, 90), packets: random.whole(5, 9) },
        nearOpened: true,
      },
      !inGap,
    );
  });
}

/** About 1.8 GB in forty minutes, in one connection that the logs cut into minutes. */
function exfiltration(scene: Scene): void {
  const { random } = scene;
  const nearPort = 47_111;
  const lastMs = STORY.exfiltrationTo - MINUTE;
  for (let startMs: number = STORY.exfiltrationFrom; startMs < STORY.exfiltrationTo; startMs += MINUTE) {
    metThroughNat(
      scene,
      APP_2,
      { interfaceId: APP_2.interfaceId, nearIp: APP_2.privateIp },
      {
        nearPort,
        farPort: 443,
        startMs,
        lengthMs: 59 * SECOND,
        out: { bytes: random.whole(44_000_000, 46_500_000), packets: random.whole(30_000, 32_000) },
        in: { bytes: random.whole(500_000, 700_000), packets: random.whole(9_000, 11_000) },
        nearOpened: true,
        part: startMs === STORY.exfiltrationFrom ? "first" : startMs === lastMs ? "last" : "middle",
      },
    );
  }
}

/** The interface that changes hands met the indicator under both its holders. */
function floatingInterface(scene: Scene): void {
  const { random } = scene;
  const at = { interfaceId: FLOATING.interfaceId, nearIp: FLOATING.privateIp };
  for (const { instance, moments } of [
    { instance: FLOATING.attachments[0].instance, moments: [START + 28 * HOUR, START + 28 * HOUR + 9 * MINUTE] },
    { instance: FLOATING.attachments[1].instance, moments: [START + 31 * HOUR] },
  ]) {
    for (const startMs of moments) {
      metThroughNat(scene, instance, at, {
        nearPort: ephemeral(random),
        farPort: 443,
        startMs,
        lengthMs: 25 * SECOND,
        out: { bytes: random.whole(600, 900), packets: 6 },
        in: { bytes: random.whole(400, 600), packets: 5 },
        nearOpened: true,
      });
    }
  }
}

/** From the web server to the second instance by SSH: inside the VPC, seen at both ends. */
function lateral(scene: Scene): void {
  for (let n = 0; n < 12; n += 1) {
    const startMs = STORY.lateralAt + n * MINUTE;
    const part = n === 0 ? ("first" as const) : n === 11 ? ("last" as const) : ("middle" as const);
    const shared = { startMs, lengthMs: 50 * SECOND, part };
    const [out, back] = [
      { bytes: 8_000 + n * 100, packets: 60 },
      { bytes: 14_000 + n * 50, packets: 55 },
    ];
    writeExchange(scene.files, {
      ...shared,
      log: "public",
      interfaceId: WEB_2.interfaceId,
      nearIp: WEB_2.privateIp,
      nearPort: 44_022,
      farIp: APP_2.privateIp,
      farPort: 22,
      out,
      in: back,
      nearOpened: true,
    });
    writeExchange(scene.files, {
      ...shared,
      log: "private",
      interfaceId: APP_2.interfaceId,
      nearIp: APP_2.privateIp,
      nearPort: 22,
      farIp: WEB_2.privateIp,
      farPort: 44_022,
      out: back,
      in: out,
      nearOpened: false,
    });
  }
}

/** A few connections to an address that nobody ever asked a name for: it was written into the tool. */
function unnamed(scene: Scene): void {
  for (let n = 0; n < 5; n += 1) {
    const exchange = {
      log: "private" as const,
      interfaceId: APP_2.interfaceId,
      nearIp: APP_2.privateIp,
      nearPort: 41_500 + n,
      farIp: SECOND_FOREIGN_IP,
      farPort: 8080,
      startMs: STORY.unnamedFrom + n * 7 * MINUTE,
      lengthMs: 21 * SECOND,
      out: { bytes: 2_400 + n * 31, packets: 12 },
      in: { bytes: 8_800 + n * 57, packets: 14 },
      nearOpened: true,
    };
    writeExchange(scene.files, exchange);
    writeNatLegs(scene.files, exchange, 20_100 + n);
  }
}

export function writeStoryFlows(scene: Scene): void {
  entry(scene);
  webBeacon(scene);
  lateral(scene);
  innerBeacon(scene);
  exfiltration(scene);
  floatingInterface(scene);
  unnamed(scene);
}
