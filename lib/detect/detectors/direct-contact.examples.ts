import type { Detector } from "@/lib/detect/detector.types";
import { contact, HOUR_SECONDS, NEAR, PEER, POPULATION, T0 } from "@/lib/detect/detectors/made-up-flows";
import type { Contact, Inputs, UnnamedContact } from "@/lib/detect/inputs/inputs.types";

type Given = Pick<Inputs, "unnamedContacts" | "firstSeen" | "population">;

const DAY_MS = 24 * HOUR_SECONDS * 1000;
const MET = { firstMs: T0 * 1000 + DAY_MS, firstAcceptedMs: T0 * 1000 + DAY_MS, lastMs: T0 * 1000 + 1.5 * DAY_MS };
const LOGGED = { hoursBefore: 24, covers: true, queries: 400, peers: 20, namedPeers: 18 };

function given(said: Partial<Contact>, rest: Partial<UnnamedContact> = {}, more: Partial<Given> = {}): Given {
  const one = { contact: contact({ ...MET, ...said }), listed: false, resolver: LOGGED, ...rest };
  return {
    ...{ unnamedContacts: [one], firstSeen: new Map([[NEAR.interfaceNo, T0 * 1000]]), population: POPULATION },
    ...more,
  };
}

export const directContactExamples: Detector<"unnamedContacts" | "firstSeen" | "population">["examples"] = {
  fires: [
    { name: "a new address after a day of lookups", input: given({}) },
    { name: "one on a list of known-bad addresses", input: given({}, { listed: true }) },
    { name: "somebody's instance at AWS", input: given({ aws: { services: ["EC2"], region: "us-east-1" } }) },
    { name: "a protocol without ports", input: given({ protocol: 47, servicePort: 0 }) },
  ],
  silent: [
    { name: "no resolver log of its VPC, or none of its own questions in it", input: given({}, { resolver: null }) },
    {
      name: "a silence of the resolver log at the time",
      input: given({}, { resolver: { ...LOGGED, covers: false } }),
    },
    {
      name: "known since before the resolver log began",
      input: given({}, { resolver: { ...LOGGED, hoursBefore: 2 } }),
    },
    {
      name: "known since before the flow log began",
      input: given({}, {}, { firstSeen: new Map([[NEAR.interfaceNo, MET.firstMs]]) }),
    },
    {
      name: "an instance whose names another server resolves",
      input: given({}, { resolver: { ...LOGGED, namedPeers: 1 } }),
    },
    { name: "an endpoint of AWS's own", input: given({ aws: { services: ["AMAZON"], region: "eu-west-1" } }) },
    { name: "a public name server, set by address", input: given({ protocol: 17, servicePort: 53 }) },
    { name: "a time server, set by address", input: given({ protocol: 17, servicePort: 123 }) },
    { name: "a neighbour that has a public address", input: given({ internal: true }) },
    {
      name: "an address that every instance is set to",
      input: given({}, {}, { population: { interfaces: 10, interfacesByPeer: new Map([[PEER, 9]]) } }),
    },
  ],
};
