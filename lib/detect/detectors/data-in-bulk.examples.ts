import type { Detector } from "@/lib/detect/detector.types";
import { dataHour, notable, OWN } from "@/lib/detect/detectors/made-up-calls";

const secrets = { eventSource: "secretsmanager.amazonaws.com", eventName: "GetSecretValue" };
const shared = (...notes: string[]) => notable(5, "ModifySnapshotAttribute", { notes, target: "snap-0a1b" });

export const dataInBulkExamples: Detector<"dataHours" | "notableCalls">["examples"] = {
  fires: [
    {
      name: "two thousand objects after hours of fifty",
      input: { dataHours: [dataHour(0, 50), dataHour(1, 60), dataHour(2, 2000)], notableCalls: [] },
    },
    {
      name: "twelve secrets, where one was read before",
      input: { dataHours: [dataHour(0, 30, { ...secrets, targets: 1 }), dataHour(2, 12, secrets)], notableCalls: [] },
    },
    { name: "a snapshot for another account", input: { dataHours: [], notableCalls: [shared("999999999999")] } },
    { name: "a snapshot for everybody", input: { dataHours: [], notableCalls: [shared("all")] } },
  ],
  silent: [
    {
      name: "a backup of the same size every night, with a new key each",
      input: {
        dataHours: [dataHour(0, 490), dataHour(24, 2100, { caller: { ...OWN, id: "ASIA1" } })],
        notableCalls: [],
      },
    },
    {
      name: "one secret, read all the time",
      input: { dataHours: [dataHour(0, 900, { ...secrets, targets: 1 })], notableCalls: [] },
    },
    { name: "a snapshot for its own account", input: { dataHours: [], notableCalls: [shared("111122223333")] } },
    { name: "a snapshot taken back", input: { dataHours: [], notableCalls: [shared()] } },
    {
      name: "a sharing that was refused",
      input: { dataHours: [], notableCalls: [{ ...shared("all"), errorCode: "Client.UnauthorizedOperation" }] },
    },
  ],
};
