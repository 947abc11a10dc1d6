import type { Detector } from "@/lib/detect/detector.types";
import { notable, OWN } from "@/lib/detect/detectors/made-up-calls";

export const loggingOffExamples: Detector<"notableCalls">["examples"] = {
  fires: [
    { name: "a trail stopped", input: { notableCalls: [notable(5, "StopLogging")] } },
    {
      name: "flow logs and the detector deleted by one caller: one detection",
      input: {
        notableCalls: [notable(5, "DeleteFlowLogs", { caller: OWN }), notable(9, "DeleteDetector", { caller: OWN })],
      },
    },
    {
      name: "a try that was refused",
      input: { notableCalls: [notable(5, "StopLogging", { errorCode: "AccessDenied" })] },
    },
    {
      name: "a trail that no longer records the account's own calls",
      input: { notableCalls: [notable(5, "PutEventSelectors", { notes: ["without management events"] })] },
    },
    {
      name: "GuardDuty switched off",
      input: { notableCalls: [notable(5, "UpdateDetector", { notes: ["switched off"] })] },
    },
    {
      name: "flow logs deleted hours before a network was",
      input: { notableCalls: [notable(5, "DeleteFlowLogs"), notable(300, "DeleteVpc")] },
    },
  ],
  silent: [
    {
      name: "a network that is taken down with its flow logs",
      input: { notableCalls: [notable(5, "DeleteFlowLogs"), notable(8, "DeleteVpc")] },
    },
    {
      name: "a trail and GuardDuty changed without leaving anything out",
      input: {
        notableCalls: [notable(5, "PutEventSelectors"), notable(6, "UpdateTrail"), notable(7, "UpdateDetector")],
      },
    },
    { name: "other changes", input: { notableCalls: [notable(5, "CreateUser"), notable(6, "DeleteVpc")] } },
  ],
};
