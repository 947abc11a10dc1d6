import type { Detector } from "@/lib/detect/detector.types";
import { addressScan } from "@/lib/detect/detectors/address-scan";
import { beacon } from "@/lib/detect/detectors/beacon";
import { credentialsElsewhere } from "@/lib/detect/detectors/credentials-elsewhere";
import { dataInBulk } from "@/lib/detect/detectors/data-in-bulk";
import { directContact } from "@/lib/detect/detectors/direct-contact";
import { discoveryBurst } from "@/lib/detect/detectors/discovery-burst";
import { dnsFirewall } from "@/lib/detect/detectors/dns-firewall";
import { dnsTunnel } from "@/lib/detect/detectors/dns-tunnel";
import { generatedNames } from "@/lib/detect/detectors/generated-names";
import { lateralMovement } from "@/lib/detect/detectors/lateral-movement";
import { loggingOff } from "@/lib/detect/detectors/logging-off";
import { longConnection } from "@/lib/detect/detectors/long-connection";
import { newApi } from "@/lib/detect/detectors/new-api";
import { nxdomainBurst } from "@/lib/detect/detectors/nxdomain-burst";
import { oddPort } from "@/lib/detect/detectors/odd-port";
import { openedToWorld } from "@/lib/detect/detectors/opened-to-world";
import { portScan } from "@/lib/detect/detectors/port-scan";
import { privilegeChange } from "@/lib/detect/detectors/privilege-change";
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
  directContact,
  addressScan,
  portScan,
  rejectBurst,
  tunnel,
  oddPort,
  credentialsElsewhere,
  discoveryBurst,
  newApi,
  privilegeChange,
  loggingOff,
  dataInBulk,
  openedToWorld,
  dnsTunnel,
  generatedNames,
  nxdomainBurst,
  dnsFirewall,
];

export function findDetector(id: string): Detector | null {
  return DETECTORS.find((rule) => rule.id === id) ?? null;
}
