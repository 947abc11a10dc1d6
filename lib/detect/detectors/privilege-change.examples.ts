import type { Detector } from "@/lib/detect/detector.types";
import { everyday, notable, OWN, ROOT, USER, use } from "@/lib/detect/detectors/made-up-calls";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const attached = { notes: [ADMIN], target: "eve" };

export const privilegeChangeExamples: Detector<"callUses" | "notableCalls">["examples"] = {
  fires: [
    {
      name: "a key created with an instance's credentials",
      input: { callUses: [everyday()], notableCalls: [notable(5, "CreateAccessKey", { caller: OWN })] },
    },
    {
      name: "the root user makes a user, a key and an administrator of it: one detection",
      input: {
        callUses: [],
        notableCalls: ["CreateUser", "CreateAccessKey", "AttachUserPolicy"].map((name, at) =>
          notable(at, name, { caller: ROOT }),
        ),
      },
    },
    {
      name: "a caller's first change after a day of other calls",
      input: { callUses: [everyday(USER)], notableCalls: [notable(1600, "PutUserPolicy")] },
    },
    {
      name: "an administrator made, with nothing known before",
      input: { callUses: [], notableCalls: [notable(5, "AttachUserPolicy", attached)] },
    },
    {
      name: "a role opened to another account",
      input: {
        callUses: [],
        notableCalls: [notable(5, "UpdateAssumeRolePolicy", { notes: ["arn:aws:iam::999999999999:root"] })],
      },
    },
  ],
  silent: [
    {
      name: "a pipeline that attaches policies every day",
      input: {
        callUses: [everyday(USER), use(3, "iam AttachUserPolicy", { caller: USER, origin: null })],
        notableCalls: [notable(1600, "AttachUserPolicy", attached)],
      },
    },
    {
      name: "refused",
      input: { callUses: [everyday(USER)], notableCalls: [notable(1600, "CreateUser", { errorCode: "AccessDenied" })] },
    },
    {
      name: "an ordinary change by a user of whom little is known",
      input: { callUses: [], notableCalls: [notable(5, "CreateRole", { notes: ["ec2.amazonaws.com"] })] },
    },
    {
      name: "a role opened to its own account",
      input: {
        callUses: [],
        notableCalls: [notable(5, "UpdateAssumeRolePolicy", { notes: ["arn:aws:iam::111122223333:root"] })],
      },
    },
  ],
};
