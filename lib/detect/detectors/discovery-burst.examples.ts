import type { Detector } from "@/lib/detect/detector.types";
import { AWAY, everyday, OWN, USER, use } from "@/lib/detect/detectors/made-up-calls";
import type { CallUse } from "@/lib/detect/inputs/calls.types";

const ASKED = ["sts GetCallerIdentity", "s3 ListBuckets", "ec2 DescribeInstances", "iam ListUsers", "iam ListRoles"];
const asked = (minute: number, more: Partial<CallUse> = {}) => ASKED.map((api, at) => use(minute + at, api, more));

export const discoveryBurstExamples: Detector<"callUses">["examples"] = {
  fires: [
    {
      name: "five new questions in as many minutes, after a day of others",
      input: { callUses: [everyday(), ...asked(1600)] },
    },
    { name: "from elsewhere, with nothing known before", input: { callUses: asked(10, AWAY) } },
    {
      name: "refused one after the other, with nothing known before",
      input: { callUses: asked(10, { caller: USER, origin: null, denied: 1 }) },
    },
  ],
  silent: [
    {
      name: "an inventory tool whose log begins with this run",
      input: { callUses: asked(10, { caller: USER, origin: null }) },
    },
    {
      name: "what the role asked the day before too",
      input: { callUses: [everyday(), ...asked(5), ...asked(1600, { caller: { ...OWN, id: "ASIAEXAMPLE2" } })] },
    },
    {
      name: "new questions spread over the day",
      input: { callUses: [everyday(), ...ASKED.map((api, at) => use(1500 + at * 60, api))] },
    },
    {
      name: "services that ask on the role's behalf",
      input: { callUses: [everyday(), ...asked(1600, { invokedBy: "config.amazonaws.com", origin: "aws-service" })] },
    },
    {
      name: "reading objects and secrets, which asks about nothing",
      input: {
        callUses: [
          everyday(),
          ...["GetObject", "GetSecretValue", "GetParameter", "GetItem", "GetQueueUrl"].map((name, at) =>
            use(1600 + at, `s3 ${name}`),
          ),
        ],
      },
    },
  ],
};
