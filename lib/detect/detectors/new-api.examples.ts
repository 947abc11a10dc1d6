import type { Detector } from "@/lib/detect/detector.types";
import { everyday, OWN, USER, use } from "@/lib/detect/detectors/made-up-calls";

export const newApiExamples: Detector<"callUses">["examples"] = {
  fires: [
    { name: "a call that is new after a day", input: { callUses: [everyday(), use(1600, "s3 ListBuckets")] } },
    {
      name: "two of them by one key count once",
      input: { callUses: [everyday(), use(1600, "s3 ListBuckets"), use(1601, "iam CreateUser", { changes: 1 })] },
    },
  ],
  silent: [
    { name: "an hour after the log begins", input: { callUses: [everyday(), use(60, "s3 ListBuckets")] } },
    {
      name: "what another key of the role called before",
      input: {
        callUses: [
          everyday(),
          use(5, "s3 ListBuckets"),
          use(1600, "s3 ListBuckets", { caller: { ...OWN, id: "ASIAEXAMPLE2" } }),
        ],
      },
    },
    {
      name: "a role that hardly calls",
      input: { callUses: [use(0, "ssm UpdateInstanceInformation"), use(1600, "s3 ListBuckets")] },
    },
    {
      name: "a person, who does new things every day",
      input: { callUses: [everyday(USER), use(1600, "s3 ListBuckets", { caller: USER, origin: null })] },
    },
    {
      name: "a service on the role's behalf",
      input: {
        callUses: [everyday(), use(1600, "kms Decrypt", { invokedBy: "ec2.amazonaws.com", origin: "aws-service" })],
      },
    },
  ],
};
