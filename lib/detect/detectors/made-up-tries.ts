import { PEER, T0 } from "@/lib/detect/detectors/made-up-flows";
import type { FailedTry } from "@/lib/detect/inputs/inputs.types";

/** A failed try so many minutes after T0, of an outside address unless said otherwise. */
export function failedTry(minute: number, given: Partial<FailedTry> = {}): FailedTry {
  return {
    ...{ source: { peer: PEER }, target: "eni-0a1b2c3d4e5f60001", protocol: 6, port: 443 },
    ...{ minuteMs: (T0 + minute * 60) * 1000, interfaceNo: 1 },
    ...given,
  };
}
