import type { AwsClients } from "@/lib/aws/aws-clients";
import type { AwsService } from "@/lib/aws/aws-connection.types";
import { AwsFault, type AwsFaultKind, askAws } from "@/lib/aws/aws-fault";
import { PERMISSIONS } from "@/lib/aws/permissions";

/** Whether an action is allowed, as far as that can be told without a bucket or a key of people's own. */
export interface ProbedAction {
  action: string;
  state: "allowed" | "missing" | "not-tried" | "failed";
  /** What AWS said of it in words; empty for an answer. */
  words: string;
}

const SDKS: Partial<Record<AwsService, () => Promise<object>>> = {
  cloudtrail: () => import("@aws-sdk/client-cloudtrail"),
  "cloudwatch-logs": () => import("@aws-sdk/client-cloudwatch-logs"),
  config: () => import("@aws-sdk/client-config-service"),
  ec2: () => import("@aws-sdk/client-ec2"),
  athena: () => import("@aws-sdk/client-athena"),
  glue: () => import("@aws-sdk/client-glue"),
  guardduty: () => import("@aws-sdk/client-guardduty"),
  iam: () => import("@aws-sdk/client-iam"),
  organizations: () => import("@aws-sdk/client-organizations"),
  route53resolver: () => import("@aws-sdk/client-route53resolver"),
  securityhub: () => import("@aws-sdk/client-securityhub"),
};

/** What of AWS's answers says nothing about the permission. */
const SAYS_NOTHING: readonly AwsFaultKind[] = ["expired", "credentials", "busy", "unreachable", "clock"];

type Commands = Record<string, new (input: object) => never>;

/** Asks AWS for something harmless that takes that permission. Throws only what the signal was aborted with. */
export async function probeAction(action: string, clients: AwsClients, signal: AbortSignal): Promise<ProbedAction> {
  const probe = PERMISSIONS[action]?.probe ?? null;
  const [prefix = "", operation = ""] = action.split(":");
  const service = (prefix === "logs" ? "cloudwatch-logs" : prefix) as AwsService;
  const sdk = SDKS[service];
  if (probe === null || sdk === undefined)
    return { action, state: "not-tried", words: "It is tried when a place is read." };
  const { accountId, region } = clients.input;
  try {
    await askAws({ action, accountId, region, signal }, async () => {
      const Command = ((await sdk()) as Commands)[`${operation}Command`];
      if (Command === undefined) throw new Error(`no command for ${action}`);
      const client = (await clients.of(service)) as { send(command: never, options: object): Promise<unknown> };
      await client.send(new Command({ ...probe }), { abortSignal: signal });
    });
    return { action, state: "allowed", words: "" };
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    const { kind, message } = error;
    if (kind === "denied") return { action, state: "missing", words: message };
    if (SAYS_NOTHING.includes(kind)) return { action, state: "failed", words: message };
    return { action, state: "allowed", words: kind === "not-enabled" ? message : "" };
  }
}
