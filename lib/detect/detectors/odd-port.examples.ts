import type { Detector } from "@/lib/detect/detector.types";
import { contact, NEAR, T0 } from "@/lib/detect/detectors/made-up-flows";
import type { Contact } from "@/lib/detect/inputs/inputs.types";

const at = (hour: number) => (T0 + hour * 3600) * 1000;
const given = (otherServices: Contact[]) => ({ otherServices, firstSeen: new Map([[NEAR.interfaceNo, at(0)]]) });
const odd = (rest: Partial<Contact> = {}) => contact({ servicePort: 4444, firstMs: at(30), lastMs: at(40), ...rest });

export const oddPortExamples: Detector<"otherServices" | "firstSeen">["examples"] = {
  fires: [{ name: "port 4444 after thirty hours without", input: given([odd()]) }],
  silent: [
    { name: "a message queue of a cloud service", input: given([odd({ servicePort: 5671 })]) },
    { name: "since the first hour", input: given([odd({ firstMs: at(0.2) })]) },
    {
      name: "two interfaces use it",
      input: given([odd(), odd({ near: { ...NEAR, interfaceNo: 2, interfaceKey: "eni-2" }, firstMs: at(1) })]),
    },
    { name: "the outside opened it", input: given([odd({ served: "near" })]) },
    { name: "one connection", input: given([odd({ connections: 1 })]) },
  ],
};
