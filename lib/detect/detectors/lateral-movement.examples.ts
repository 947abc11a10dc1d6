import type { Detector } from "@/lib/detect/detector.types";
import { contact, NEAR, T0 } from "@/lib/detect/detectors/made-up-flows";
import type { Contact } from "@/lib/detect/inputs/inputs.types";

const at = (hour: number) => (T0 + hour * 3600) * 1000;
const NEIGHBOUR = "10.20.1.21";

function given(neighbours: Contact[], metHour: number, sinceHour = 0) {
  return {
    neighbours,
    firstSeen: new Map([[NEAR.interfaceNo, at(sinceHour)]]),
    firstContact: new Map(neighbours.map(({ peer }) => [`${NEAR.interfaceNo} ${peer}`, at(metHour)])),
  };
}
const ssh = (rest: Partial<Contact> = {}) =>
  contact({ peer: NEIGHBOUR, internal: true, servicePort: 22, firstMs: at(29), lastMs: at(29.2), ...rest });

export const lateralMovementExamples: Detector<"neighbours" | "firstSeen" | "firstContact">["examples"] = {
  fires: [{ name: "SSH to a neighbour met after twenty-nine hours", input: given([ssh()], 29) }],
  silent: [
    {
      name: "an application server and its database, since the first hour",
      input: given([ssh({ servicePort: 5432 })], 0.1),
    },
    { name: "an instance that was just launched: no baseline", input: given([ssh({ servicePort: 5432 })], 29, 28) },
    { name: "the neighbour opened it", input: given([ssh({ served: "near" })], 29) },
    { name: "an address outside", input: given([ssh({ internal: false, peer: "198.51.100.9" })], 29) },
    { name: "nothing", input: given([], 29) },
  ],
};
