import type { Detector } from "@/lib/detect/detector.types";
import { contact, NEAR, PEER, POPULATION, T0 } from "@/lib/detect/detectors/made-up-flows";
import type { Contact } from "@/lib/detect/inputs/inputs.types";

const at = (hour: number) => (T0 + hour * 3600) * 1000;
const given = (uploads: Contact[], metHour: number, sinceHour = 0) => ({
  uploads,
  population: POPULATION,
  firstSeen: new Map([[NEAR.interfaceNo, at(sinceHour)]]),
  firstContact: new Map([[`${NEAR.interfaceNo} ${PEER}`, at(metHour)]]),
});
const large = (rest: Partial<Contact> = {}) =>
  contact({ bytesOut: 400_000_000, bytesIn: 4_000_000, firstMs: at(36), lastMs: at(37), ...rest });

export const uploadNewPeerExamples: Detector<"uploads" | "firstSeen" | "firstContact" | "population">["examples"] = {
  fires: [
    { name: "400 MB to an address met after thirty hours", input: given([large()], 30) },
    {
      name: "the same where one interface alone is recorded",
      input: { ...given([large()], 30), population: { interfaces: 1, interfacesByPeer: new Map() } },
    },
  ],
  silent: [
    { name: "known since the first hour", input: given([large()], 1) },
    { name: "no baseline: the records begin with it", input: given([large()], 36, 20) },
    { name: "a few megabytes", input: given([large({ bytesOut: 9_000_000 })], 30) },
    { name: "a download: as much came in", input: given([large({ bytesIn: 390_000_000 })], 30) },
    {
      name: "a storage service that every instance uses",
      input: { ...given([large()], 30), population: { interfaces: 10, interfacesByPeer: new Map([[PEER, 8]]) } },
    },
    { name: "inside the network", input: given([large({ internal: true })], 30) },
  ],
};
