import type { ConfigurationItem, ResourceType } from "@aws-sdk/client-config-service";
import { z } from "zod";
import { AwsFault } from "@/lib/aws/aws-fault";
import { canonicalAddress, isPrivateAddress } from "@/lib/core/address";
import { answerOf } from "@/lib/sources/answer-of";
import { askIn } from "@/lib/sources/ask-in";
import { ownersOf } from "@/lib/sources/config/owners-of";
import type { Fetched, PlannedStep, Source, SourceContext } from "@/lib/sources/source.types";

/** What Config keeps the history of and the ledger or the rules are told by. */
const TYPES = {
  instance: "AWS::EC2::Instance",
  interface: "AWS::EC2::NetworkInterface",
  "security-group": "AWS::EC2::SecurityGroup",
} as const satisfies Record<string, ResourceType>;
type Kind = keyof typeof TYPES;

const Request = z.discriminatedUnion("of", [
  z.object({ of: z.literal("holders"), ip: z.string(), fromMs: z.number().int(), toMs: z.number().int() }),
  z.object({
    of: z.enum(Object.keys(TYPES) as [Kind, ...Kind[]]),
    ...{ id: z.string(), fromMs: z.number().int(), toMs: z.number().int() },
  }),
]);
type Request = z.infer<typeof Request>;
type History = Exclude<Request, { of: "holders" }>;
const Cursor = z.object({ token: z.string().nullable(), ended: z.boolean() });

const PAGE = 100;
/** What Config answers where it has nothing: it does not record there, or never met the thing. */
const NOTHING = new Set(["ResourceNotDiscoveredException", "NoAvailableConfigurationRecorderException"]);

/**
 * How instances and their interfaces were, as AWS Config noted it: each state in the window and the one before it, and so on
 * for what they were attached to then. This tells what EC2's descriptions of now no longer do.
 */
export const configSource: Source = {
  name: "config",
  actions: ["config:GetResourceConfigHistory", "config:SelectResourceConfig"],

  async plan({ instanceIds, interfaceIds, indicators, fromMs, toMs }, place) {
    const span = { fromMs, toMs };
    const ips = indicators.flatMap(({ kind, value }) => (kind === "ip" ? (canonicalAddress(value) ?? []) : []));
    return [
      ...instanceIds.map((id) => stepFor({ of: "instance", id, ...span }, place)),
      ...interfaceIds.map((id) => stepFor({ of: "interface", id, ...span }, place)),
      ...ips.filter(isPrivateAddress).map((ip) => stepFor({ of: "holders", ip, ...span }, place)),
    ];
  },

  async *run(step, cursor, context) {
    const request = Request.parse(step.request);
    yield* request.of === "holders" ? findHolders(request, context) : readHistory(request, cursor, context);
  },
};

const WORDS: Record<Kind, string> = {
  instance: "instance",
  interface: "interface",
  "security-group": "security group",
};

function stepFor(request: Request, { accountId, region }: { accountId: string; region: string }): PlannedStep {
  const { of, fromMs, toMs } = request;
  return {
    ...{ source: "config", accountId, region, request, fromMs, toMs },
    title:
      of === "holders"
        ? `Config: which interfaces have ${request.ip}`
        : `Config: how ${WORDS[of]} ${request.id} was over time`,
    estimate: { calls: 1, files: of === "holders" ? 0 : 1, bytes: null },
  };
}

/** What has an address now leads to its history; the answer itself is a list of ids and no evidence. */
async function* findHolders(
  { ip, fromMs, toMs }: Extract<Request, { of: "holders" }>,
  context: SourceContext,
): AsyncGenerator<Fetched> {
  // The canonical text of an address has digits, letters, dots and colons: nothing that SQL could trip over.
  if (canonicalAddress(ip) !== ip) return;
  const { SelectResourceConfigCommand } = await import("@aws-sdk/client-config-service");
  const client = await context.clients.of("config");
  const ask = askIn(context);
  const Expression =
    `SELECT resourceId WHERE resourceType = '${TYPES.interface}'` +
    ` AND configuration.privateIpAddresses.privateIpAddress = '${ip}'`;
  let token: string | undefined;
  do {
    const input = { Expression, Limit: PAGE, ...(token === undefined ? {} : { NextToken: token }) };
    const page = await ask("config:SelectResourceConfig", () =>
      client.send(new SelectResourceConfigCommand(input), { abortSignal: context.signal }),
    );
    const ids = (page.Results ?? []).flatMap(idIn);
    yield { kind: "more", steps: ids.map((id) => stepFor({ of: "interface", id, fromMs, toMs }, context)) };
    token = page.NextToken && page.NextToken !== token ? page.NextToken : undefined;
  } while (token !== undefined);
}

const Row = z.object({ resourceId: z.string() });

/** A row of SelectResourceConfig is a JSON text. */
function idIn(text: string): string[] {
  try {
    return [Row.parse(JSON.parse(text)).resourceId];
  } catch {
    return [];
  }
}

async function* readHistory(
  request: History,
  cursor: Record<string, unknown> | null,
  context: SourceContext,
): AsyncGenerator<Fetched> {
  const { of, id, fromMs, toMs } = request;
  const { GetResourceConfigHistoryCommand } = await import("@aws-sdk/client-config-service");
  const client = await context.clients.of("config");
  const ask = askIn(context);
  let { token, ended } = cursor === null ? { token: null, ended: false } : Cursor.parse(cursor);
  while (!ended) {
    const input = {
      ...{ resourceType: TYPES[of], resourceId: id, laterTime: new Date(toMs), limit: PAGE },
      ...(token === null ? {} : { nextToken: token }),
    };
    const page = await ask("config:GetResourceConfigHistory", () =>
      client.send(new GetResourceConfigHistoryCommand(input), { abortSignal: context.signal }),
    ).catch((error: unknown) => {
      if (error instanceof AwsFault && NOTHING.has(error.code)) return null;
      throw error;
    });
    if (page === null) {
      const message = `AWS Config knows nothing of ${WORDS[of]} ${id}: it does not record there, or never met it.`;
      yield { kind: "gap", code: "NotRecorded", message, fromMs, toMs };
      return;
    }
    const items = page.configurationItems ?? [];
    const next = page.nextToken || null;
    // Newest first: the first state from before the window is the one that stood when it began.
    const reached = items.some(({ configurationItemCaptureTime: at }) => at !== undefined && at.getTime() <= fromMs);
    [ended, token] = [reached || next === null || next === token, next];
    yield { kind: "more", steps: followingSteps(request, items, context) };
    yield {
      ...{ kind: "answer", service: "config", operation: "GetResourceConfigHistory", input },
      ...{ answer: answerOf(page), records: items.length, cursor: { token, ended } },
    };
  }
}

/** The history of what a thing was attached to: an instance's interfaces, an interface's instances and groups. */
function followingSteps({ fromMs, toMs }: History, items: readonly ConfigurationItem[], context: SourceContext) {
  return ownersOf(items).map(({ of, id }) => stepFor({ of, id, fromMs, toMs }, context));
}
