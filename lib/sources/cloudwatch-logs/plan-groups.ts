import type { LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { AwsFault } from "@/lib/aws/aws-fault";
import { type GroupRequest, isTerm } from "@/lib/sources/cloudwatch-logs/group-request";
import { logClient } from "@/lib/sources/cloudwatch-logs/log-client";
import type { FetchQuestion, PlannedStep, SourceContext } from "@/lib/sources/source.types";

/** A window with more is asked for what names the case's own things, not for all of it. */
const MOST_BYTES = 2 ** 31;
const PAGE_BYTES = 2 ** 20;
const DAY_MS = 86_400_000;

/** One step for each log group of a question in this account and region. Throws AwsFault, also for a group that is not there. */
export async function planGroups(question: FetchQuestion, context: SourceContext): Promise<PlannedStep[]> {
  const { accountId, region } = context;
  const steps: PlannedStep[] = [];
  for (const place of question.logPlaces ?? []) {
    if (place.kind !== "log-group" || place.accountId !== accountId || place.region !== region) continue;
    const described = await describe(context, place.group);
    steps.push(stepOf(place.group, described, { question, accountId, region }));
  }
  return steps;
}

async function describe(context: SourceContext, group: string): Promise<LogGroup> {
  const arn = group.startsWith("arn:");
  const asked = arn ? { logGroupIdentifiers: [group] } : { logGroupNamePrefix: group };
  const { logGroups = [] } = await logClient(context, group)(
    "logs:DescribeLogGroups",
    (client, { DescribeLogGroupsCommand }, options) => client.send(new DescribeLogGroupsCommand(asked), options),
  );
  // The group's own name is the first of those that begin with it.
  const found = logGroups.find(({ logGroupName, logGroupArn }) =>
    arn ? logGroupArn === group : logGroupName === group,
  );
  if (!found)
    throw new AwsFault(
      "not-found",
      "ResourceNotFoundException",
      `There is no log group ${group} in account ${context.accountId}, ${context.region}.`,
    );
  return found;
}

function stepOf(
  group: string,
  described: LogGroup,
  { question, accountId, region }: { question: FetchQuestion; accountId: string; region: string },
): PlannedStep {
  const { fromMs, toMs } = question;
  const bytes = bytesIn(described, question);
  const terms = termsOf(question);
  // Groups of the class for seldom access answer queries only.
  const seldom = described.logGroupClass === "INFREQUENT_ACCESS";
  const narrow = terms.length > 0 && (bytes ?? 0) > MOST_BYTES;
  const how = seldom || narrow ? "query" : "events";
  const request: GroupRequest = { how, group, terms: narrow ? terms : [], keptDays: described.retentionInDays ?? null };
  const what = narrow
    ? `events that name ${terms.slice(0, 3).join(", ")}${terms.length > 3 ? ` and ${terms.length - 3} more` : ""}`
    : "all events";
  const calls =
    how === "events" && bytes !== null ? Math.ceil((toMs - fromMs) / 3_600_000) + Math.ceil(bytes / PAGE_BYTES) : null;
  return {
    ...{ source: "cloudwatch-logs", accountId, region, request, fromMs, toMs },
    title: `Log group ${group}: ${what}`,
    estimate: { calls, files: 1, bytes: narrow ? null : bytes },
  };
}

/** What the window's share of the group weighs, as if it had grown evenly; null where it cannot be told. */
function bytesIn(
  { storedBytes, creationTime, retentionInDays }: LogGroup,
  { fromMs, toMs }: FetchQuestion,
): number | null {
  if (storedBytes === undefined || creationTime === undefined) return null;
  const now = Date.now();
  const begins = Math.max(creationTime, retentionInDays === undefined ? 0 : now - retentionInDays * DAY_MS);
  const length = Math.max(1, now - begins);
  const share = Math.max(0, Math.min(toMs, now) - Math.max(fromMs, begins));
  return Math.round(storedBytes * Math.min(1, share / length));
}

/** What the case is about, as it may stand in a message. */
function termsOf({ indicators, instanceIds, interfaceIds, accessKeyIds }: FetchQuestion): string[] {
  const all = [...indicators.map(({ value }) => value), ...instanceIds, ...interfaceIds, ...accessKeyIds];
  return [...new Set(all)].filter(isTerm).sort();
}
