import { z } from "zod";
import { ASK_LOGS, LOG_KINDS, type LogKind } from "@/lib/sources/log-inventory/ask-logs";
import type { ExistingLog, ShownLog } from "@/lib/sources/log-inventory/existing-log.types";
import { gapsOf } from "@/lib/sources/log-inventory/log-gaps";
import { findScope } from "@/lib/sources/log-inventory/logged-scope";
import { findLogs, planLogs } from "@/lib/sources/log-inventory/plan-logs";
import type { PlannedStep, Source } from "@/lib/sources/source.types";

const Span = { fromMs: z.number().int(), toMs: z.number().int() };
const Request = z.discriminatedUnion("of", [
  z
    .object({ of: z.enum(LOG_KINDS), instanceIds: z.array(z.string()), interfaceIds: z.array(z.string()), ...Span })
    .extend({
      /** Those that concern the question, for people. */
      logs: z.custom<ShownLog[]>(Array.isArray).optional(),
      /** How many more there are than are listed, and the keys of the steps that read those. */
      more: z.number().int().min(0).optional(),
      moreReads: z.array(z.string()).optional(),
    }),
  z.object({ of: z.literal("unread"), where: z.string(), message: z.string(), ...Span }),
]);
type Request = z.infer<typeof Request>;

const RECORDS: Record<LogKind, ExistingLog["kind"]> = {
  "flow-logs": "vpc-flow",
  "resolver-logs": "dns",
  trails: "cloudtrail",
};
/** Of each kind, in one account and region; all are read. */
const MOST_SHOWN = 300;
const MOST_RECORDED = 20;

function shownOf(
  { place: _, accountId: __, region: ___, archive: ____, ...log }: ExistingLog,
  read: Pick<ShownLog, "isRead" | "reads">,
): ShownLog {
  return { ...log, of: log.of.slice(0, MOST_RECORDED), ...read };
}

const WORDS: Record<LogKind, string> = {
  "flow-logs": "flow logs",
  "resolver-logs": "resolver query logs",
  trails: "trails",
};

/**
 * Which logs are written for what is asked, where and since when: its plan has the steps that read them. Where none is written,
 * that is said in the case's coverage.
 */
export const logInventorySource: Source = {
  name: "log-inventory",
  actions: [
    ...["ec2:DescribeFlowLogs", "ec2:DescribeNetworkInterfaces"],
    ...["route53resolver:ListResolverQueryLogConfigs", "route53resolver:ListResolverQueryLogConfigAssociations"],
    ...["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"],
  ],

  async plan(question, context) {
    const { instanceIds, interfaceIds, fromMs, toMs } = question;
    const { accountId, region } = context;
    const stepFor = (request: Request, title: string, calls: number | null): PlannedStep => ({
      ...{ source: "log-inventory", accountId, region, request, fromMs: null, toMs: null, title },
      estimate: { calls, files: null, bytes: null },
    });
    const ids = { instanceIds: [...instanceIds], interfaceIds: [...interfaceIds] };
    const found = await findLogs(question, context);
    // Who names places has chosen what to read.
    const isChosen = question.logPlaces !== undefined && question.logPlaces.length > 0;
    const planned = isChosen ? null : await planLogs(found, question, context);
    const own = LOG_KINDS.map((of) => {
      const logs = found.filter(({ kind }) => kind === RECORDS[of]);
      const shown = logs.slice(0, MOST_SHOWN).map((log) => {
        const isRead = planned !== null && log.place !== null;
        return shownOf(log, isRead ? { isRead, reads: planned.readsOf(log) } : { isRead });
      });
      const rest = logs.slice(MOST_SHOWN);
      const more = { more: rest.length, moreReads: [...new Set(rest.flatMap((log) => planned?.readsOf(log) ?? []))] };
      return stepFor({ of, ...ids, fromMs, toMs, logs: shown, ...more }, `Which ${WORDS[of]} are written`, null);
    });
    const refused = (planned?.unread ?? []).map((place) =>
      stepFor({ of: "unread", ...place, fromMs, toMs }, `Could not be looked into: ${place.where}`, 0),
    );
    return [...own, ...(planned?.steps ?? []), ...refused];
  },

  async *run(step, _cursor, context) {
    const request = Request.parse(step.request);
    if (request.of === "unread") {
      const { where, message, fromMs, toMs } = request;
      yield { kind: "gap", code: "Unread", message: `Logs in ${where} were not read: ${message}`, fromMs, toMs };
      return;
    }
    const logs = yield* ASK_LOGS[request.of](context);
    const scope = request.of === "trails" ? null : await findScope(request, context);
    yield* gapsOf(request.of, logs, scope, { ...request, accountId: step.accountId, region: step.region });
  },
};
