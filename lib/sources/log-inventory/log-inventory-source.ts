import { z } from "zod";
import { ASK_LOGS, LOG_KINDS, type LogKind } from "@/lib/sources/log-inventory/ask-logs";
import { gapsOf } from "@/lib/sources/log-inventory/log-gaps";
import { findScope } from "@/lib/sources/log-inventory/logged-scope";
import type { Source } from "@/lib/sources/source.types";

const Request = z.object({
  of: z.enum(LOG_KINDS),
  instanceIds: z.array(z.string()),
  interfaceIds: z.array(z.string()),
  ...{ fromMs: z.number().int(), toMs: z.number().int() },
});

const WORDS: Record<LogKind, string> = {
  "flow-logs": "flow logs",
  "resolver-logs": "resolver query logs",
  trails: "trails",
};

/** Which logs are written for what is asked, where and since when; where none is, that is said in the case's coverage. */
export const logInventorySource: Source = {
  name: "log-inventory",
  actions: [
    ...["ec2:DescribeFlowLogs", "ec2:DescribeNetworkInterfaces"],
    ...["route53resolver:ListResolverQueryLogConfigs", "route53resolver:ListResolverQueryLogConfigAssociations"],
    ...["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "cloudtrail:GetEventSelectors"],
  ],

  async plan({ instanceIds, interfaceIds, fromMs, toMs }, { accountId, region }) {
    return LOG_KINDS.map((of) => ({
      ...{ source: "log-inventory", accountId, region, fromMs: null, toMs: null },
      request: { of, instanceIds: [...instanceIds], interfaceIds: [...interfaceIds], fromMs, toMs } satisfies z.input<
        typeof Request
      >,
      title: `Which ${WORDS[of]} are written`,
      estimate: { calls: null, files: 1, bytes: null },
    }));
  },

  async *run(step, _cursor, context) {
    const request = Request.parse(step.request);
    const logs = yield* ASK_LOGS[request.of](context);
    const scope = request.of === "trails" ? null : await findScope(request, context);
    yield* gapsOf(request.of, logs, scope, { ...request, accountId: step.accountId, region: step.region });
  },
};
