import type { Detector } from "@/lib/detect/detector.types";
import { beacon } from "@/lib/detect/detectors/beacon";
import { longConnection } from "@/lib/detect/detectors/long-connection";

/** Every detector there is: a new one is one file and one line here. */
export const DETECTORS: readonly Detector[] = [beacon, longConnection];

export function findDetector(id: string): Detector | null {
  return DETECTORS.find((rule) => rule.id === id) ?? null;
}
