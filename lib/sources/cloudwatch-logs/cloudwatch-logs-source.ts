import { filterEvents } from "@/lib/sources/cloudwatch-logs/filter-events";
import { GroupRequest } from "@/lib/sources/cloudwatch-logs/group-request";
import { logClient } from "@/lib/sources/cloudwatch-logs/log-client";
import { planGroups } from "@/lib/sources/cloudwatch-logs/plan-groups";
import { queryEvents } from "@/lib/sources/cloudwatch-logs/query-events";
import type { Fetched, PlannedStep, Source, SourceContext, StepCursor } from "@/lib/sources/source.types";

const DAY_MS = 86_400_000;

/** Flow, resolver and trail logs that are delivered to log groups. */
export const cloudWatchLogs: Source = {
  name: "cloudwatch-logs",
  actions: [
    ...["logs:DescribeLogGroups", "logs:FilterLogEvents"],
    ...["logs:StartQuery", "logs:GetQueryResults", "logs:StopQuery"],
  ],
  plan: planGroups,
  run: readGroup,
};

async function* readGroup(
  step: PlannedStep,
  cursor: StepCursor | null,
  context: SourceContext,
): AsyncGenerator<Fetched> {
  const request = GroupRequest.parse(step.request);
  const [fromMs, toMs] = [step.fromMs ?? 0, step.toMs ?? Date.now()];
  const keptMs = request.keptDays === null ? 0 : Date.now() - request.keptDays * DAY_MS;
  if (fromMs < keptMs && cursor === null)
    yield {
      ...{ kind: "gap", code: "older-than-kept", fromMs, toMs: Math.min(toMs, Math.floor(keptMs)) },
      message: `The log group ${request.group} keeps events for ${request.keptDays} days: what is older is gone from it.`,
    };
  const running = { fromMs, toMs, cursor, ask: logClient(context, request.group), signal: context.signal };
  yield* request.how === "events" ? filterEvents(request, running) : queryEvents(request, running);
}
