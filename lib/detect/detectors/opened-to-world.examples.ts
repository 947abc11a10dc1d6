import type { Detector } from "@/lib/detect/detector.types";
import { notable } from "@/lib/detect/detectors/made-up-calls";

const opened = (...notes: string[]) => notable(5, "AuthorizeSecurityGroupIngress", { notes, target: "sg-0a1b" });

export const openedToWorldExamples: Detector<"notableCalls">["examples"] = {
  fires: [
    { name: "remote login for everybody", input: { notableCalls: [opened("tcp 22 0.0.0.0/0", "tcp 22 ::/0")] } },
    {
      name: "everything for half of the world",
      input: { notableCalls: [opened("any protocol all ports 128.0.0.0/1")] },
    },
    {
      name: "a network ACL",
      input: { notableCalls: [notable(5, "CreateNetworkAclEntry", { notes: ["inbound 6 3389 0.0.0.0/0"] })] },
    },
    {
      name: "a narrower network, where a person asks for that",
      input: { notableCalls: [opened("tcp 22 198.51.0.0/16")] },
      parameters: { bits: 16 },
    },
  ],
  silent: [
    { name: "a web server", input: { notableCalls: [opened("tcp 443 0.0.0.0/0", "tcp 80 ::/0")] } },
    { name: "an office's network", input: { notableCalls: [opened("tcp 22 198.51.100.0/24")] } },
    { name: "a private network, however wide", input: { notableCalls: [opened("any protocol all ports 10.0.0.0/8")] } },
    {
      name: "refused",
      input: { notableCalls: [{ ...opened("tcp 22 0.0.0.0/0"), errorCode: "Client.UnauthorizedOperation" }] },
    },
    {
      name: "what goes out",
      input: { notableCalls: [notable(5, "CreateNetworkAclEntry", { notes: ["outbound 6 22 0.0.0.0/0"] })] },
    },
    { name: "groups in place of networks", input: { notableCalls: [opened()] } },
  ],
};
