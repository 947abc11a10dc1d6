import { countExchange, type Exchange, NAT_LAG_MS, writeExchange, writeNatLegs } from "./exchanges";
import type { Scene } from "./scene";
import { INDICATOR, type Instance } from "./world";

/** A public instance and the indicator: seen at the instance's interface alone. */
export function met(
  scene: Scene,
  instance: Instance,
  exchange: Omit<Exchange, "log" | "interfaceId" | "nearIp" | "farIp">,
): void {
  const whole: Exchange = {
    ...exchange,
    log: "public",
    interfaceId: instance.interfaceId,
    nearIp: instance.privateIp,
    farIp: INDICATOR,
  };
  writeExchange(scene.files, whole);
  countExchange(scene.truth, instance.instanceId, whole);
}

/** A private instance and the indicator: at its own interface and at the NAT gateway; counted once, at its own where that was recorded. */
export function metThroughNat(
  scene: Scene,
  instance: Instance,
  at: { interfaceId: string; nearIp: string },
  exchange: Omit<Exchange, "log" | "interfaceId" | "nearIp" | "farIp">,
  ownRecorded = true,
): void {
  const whole: Exchange = { ...exchange, ...at, log: "private", farIp: INDICATOR };
  if (ownRecorded) writeExchange(scene.files, whole);
  writeNatLegs(scene.files, whole, scene.random.whole(1_024, 30_000));
  countExchange(scene.truth, instance.instanceId, whole, ownRecorded ? 0 : NAT_LAG_MS);
}
