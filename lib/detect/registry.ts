import type { Detector } from "@/lib/detect/detector.types";
import { addressScan } from "@/lib/detect/detectors/address-scan";
import { beacon } from "@/lib/detect/detectors/beacon";
import { lateralMovement } from "@/lib/detect/detectors/lateral-movement";
import { longConnection } from "@/lib/detect/detectors/long-connection";
import { oddPort } from "@/lib/detect/detectors/odd-port";
import { portScan } from "@/lib/detect/detectors/port-scan";
import { rejectBurst } from "@/lib/detect/detectors/reject-burst";
import { tunnel } from "@/lib/detect/detectors/tunnel";
import { uploadNewPeer } from "@/lib/detect/detectors/upload-new-peer";
import { uploadVolume } from "@/lib/detect/detectors/upload-volume";

/** Every detector there is: a new one is one file and one line here. */
export const DETECTORS: readonly Detector[] = [
  beacon,
  longConnection,
  uploadVolume,
  uploadNewPeer,
  lateralMovement,
  addressScan,
  portScan,
  rejectBurst,
  tunnel,
  oddPort,
];

export function findDetector(id: string): Detector | null {
  return DETECTORS.find((rule) => rule.id === id) ?? null;
}
