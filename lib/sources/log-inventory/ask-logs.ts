import type { Trail } from "@aws-sdk/client-cloudtrail";
import type { FlowLog } from "@aws-sdk/client-ec2";
import type { ResolverQueryLogConfig, ResolverQueryLogConfigAssociation } from "@aws-sdk/client-route53resolver";
import { AwsFault } from "@/lib/aws/aws-fault";
import { answerOf } from "@/lib/sources/answer-of";
import { askIn } from "@/lib/sources/ask-in";
import { DESCRIBE_FLOW_LOGS } from "@/lib/sources/ec2/describe-calls";
import type { ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import { flowLogOf } from "@/lib/sources/log-inventory/flow-log-of";
import { resolverLogOf } from "@/lib/sources/log-inventory/resolver-log-of";
import { ownerOfTrail, type TrailState, trailLogOf } from "@/lib/sources/log-inventory/trail-log-of";
import { type Answers, pagedAnswers } from "@/lib/sources/paged-answers";
import type { Fetched, SourceContext } from "@/lib/sources/source.types";

export const LOG_KINDS = ["flow-logs", "resolver-logs", "trails"] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** The logs of a region, with AWS's answers on the way to them. */
type Asking = AsyncGenerator<Fetched, ExistingLog[]>;

/** Which logs of a kind are written in a region. Throws AwsFault. */
export const ASK_LOGS: Record<LogKind, (context: SourceContext) => Asking> = {
  "flow-logs": askFlowLogs,
  "resolver-logs": askResolverLogs,
  trails: askTrails,
};

/** The members of a list in all pages; what was asked is asked again from the start by whoever goes on. */
async function* gather<Member>(pages: Answers, list: string): AsyncGenerator<Fetched, Member[]> {
  const found: Member[] = [];
  for await (const page of pages) {
    yield page.kind === "answer" ? { ...page, cursor: null } : page;
    const members = page.kind === "answer" ? page.answer[list] : undefined;
    if (Array.isArray(members)) for (const member of members) found.push(member);
  }
  return found;
}

async function* askFlowLogs(context: SourceContext): Asking {
  const sending = {
    ...{ sdk: await import("@aws-sdk/client-ec2"), client: await context.clients.of("ec2") },
    ...{ options: { abortSignal: context.signal }, context },
  };
  const flowLogs = yield* gather<FlowLog>(DESCRIBE_FLOW_LOGS(sending, null), "FlowLogs");
  return flowLogs.map((flowLog) => flowLogOf(flowLog, context));
}

const RESOLVER = { service: "route53resolver", token: "NextToken" } as const;
const A_PAGE = { MaxResults: 100 };

async function* askResolverLogs(context: SourceContext): Asking {
  const [sdk, client] = [
    await import("@aws-sdk/client-route53resolver"),
    await context.clients.of("route53resolver"),
  ] as const;
  const options = { abortSignal: context.signal };
  const configs = yield* gather<ResolverQueryLogConfig>(
    pagedAnswers(
      {
        ...{ ...RESOLVER, operation: "ListResolverQueryLogConfigs", input: A_PAGE },
        send: (page) => client.send(new sdk.ListResolverQueryLogConfigsCommand({ ...A_PAGE, ...page }), options),
        count: ({ ResolverQueryLogConfigs = [] }) => ResolverQueryLogConfigs.length,
      },
      null,
      context,
    ),
    "ResolverQueryLogConfigs",
  );
  const associations = yield* gather<ResolverQueryLogConfigAssociation>(
    pagedAnswers(
      {
        ...{ ...RESOLVER, operation: "ListResolverQueryLogConfigAssociations", input: A_PAGE },
        send: (page) =>
          client.send(new sdk.ListResolverQueryLogConfigAssociationsCommand({ ...A_PAGE, ...page }), options),
        count: ({ ResolverQueryLogConfigAssociations = [] }) => ResolverQueryLogConfigAssociations.length,
      },
      null,
      context,
    ),
    "ResolverQueryLogConfigAssociations",
  );
  return configs.map((config) => resolverLogOf(config, associations, context));
}

async function* askTrails(context: SourceContext): Asking {
  const [sdk, client] = [await import("@aws-sdk/client-cloudtrail"), await context.clients.of("cloudtrail")] as const;
  const options = { abortSignal: context.signal };
  const ask = askIn(context);
  const input = { includeShadowTrails: true };
  const described = await ask("cloudtrail:DescribeTrails", () =>
    client.send(new sdk.DescribeTrailsCommand(input), options),
  );
  const trails = described.trailList ?? [];
  yield answered("DescribeTrails", input, described, trails.length);
  const logs: ExistingLog[] = [];
  for (const trail of trails.filter((one) => isReadHere(one, context))) {
    const state: TrailState = { status: null, selectors: null };
    const Name = trail.TrailARN ?? trail.Name ?? "";
    const status = await unlessHidden(
      ask("cloudtrail:GetTrailStatus", () => client.send(new sdk.GetTrailStatusCommand({ Name }), options)),
    );
    if (status) {
      yield answered("GetTrailStatus", { Name }, status, 1);
      state.status = status;
    }
    const selectors = await unlessHidden(
      ask("cloudtrail:GetEventSelectors", () =>
        client.send(new sdk.GetEventSelectorsCommand({ TrailName: Name }), options),
      ),
    );
    if (selectors) {
      yield answered("GetEventSelectors", { TrailName: Name }, selectors, 1);
      state.selectors = selectors;
    }
    logs.push(trailLogOf(trail, state, context));
  }
  return logs;
}

function answered(operation: string, input: Record<string, unknown>, output: object, records: number): Fetched {
  return { kind: "answer", service: "cloudtrail", operation, input, answer: answerOf(output), records, cursor: null };
}

/** A trail of another account that the connection reaches is asked about there. */
function isReadHere(trail: Trail, { accountId, clients }: SourceContext): boolean {
  const owner = ownerOfTrail(trail);
  const reached = clients.input.connection.accounts.some((account) => account.accountId === owner);
  return owner === null || owner === accountId || !reached;
}

/** What a trail does not tell, another account's most of all, is unknown, which is no fault. */
function unlessHidden<Output>(asking: Promise<Output>): Promise<Output | null> {
  return asking.catch((error: unknown) => {
    if (error instanceof AwsFault && (error.kind === "denied" || error.kind === "not-found")) return null;
    throw error;
  });
}
