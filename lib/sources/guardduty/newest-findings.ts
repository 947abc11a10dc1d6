import type { Condition } from "@aws-sdk/client-guardduty";
import { askIn } from "@/lib/sources/ask-in";
import type { FindingFilter, FoundFindings } from "@/lib/sources/finding-filter.types";
import { MEMBERS } from "@/lib/sources/guardduty/guardduty-search";
import { listDetectors } from "@/lib/sources/guardduty/list-detectors";
import type { SourceContext } from "@/lib/sources/source.types";

const PAGE = 50;
/** A page of ids may be half full or empty with another behind it. */
const MOST_PAGES = 5;

/** The findings of a region that are not archived and were changed last, 50 at most for each way to look. Throws AwsFault. */
export async function newestGuardDutyFindings(filter: FindingFilter, context: SourceContext): Promise<FoundFindings> {
  const ids = new Map<string, Set<string>>();
  let more = false;
  for (const DetectorId of await listDetectors(context)) {
    const found = ids.get(DetectorId) ?? new Set();
    ids.set(DetectorId, found);
    for (const Criterion of criteriaFor(filter)) {
      const listed = await listIds({ DetectorId, Criterion }, context);
      for (const id of listed.ids) found.add(id);
      more ||= listed.more;
    }
  }
  const findings: Record<string, unknown>[] = [];
  for (const [DetectorId, found] of ids) {
    const all = [...found];
    for (let at = 0; at < all.length; at += PAGE)
      findings.push(...(await getGuardDutyFindings(DetectorId, all.slice(at, at + PAGE), context)));
  }
  findings.sort((a, b) => String(b.UpdatedAt).localeCompare(String(a.UpdatedAt)));
  return { findings, more };
}

/** Findings by their ids, 50 at most. Throws AwsFault. */
export async function getGuardDutyFindings(DetectorId: string, FindingIds: string[], context: SourceContext) {
  const { GetFindingsCommand } = await import("@aws-sdk/client-guardduty");
  const client = await context.clients.of("guardduty");
  const input = { DetectorId, FindingIds };
  const { Findings = [] } = await askIn(context)("guardduty:GetFindings", () =>
    client.send(new GetFindingsCommand(input), { abortSignal: context.signal }),
  );
  return Findings.map((finding) => ({ ...finding }) as Record<string, unknown>);
}

/** An address may stand in two members, which GuardDuty would join by "and". */
function criteriaFor({ leastSeverity, type, instanceId, ip, untilMs, sinceMs }: FindingFilter) {
  const shared: Record<string, Condition> = {
    "service.archived": { Equals: ["false"] },
    ...(leastSeverity === null ? {} : { severity: { GreaterThanOrEqual: leastSeverity } }),
    ...(type === null ? {} : { type: { Equals: [type] } }),
    ...(instanceId === null ? {} : { [MEMBERS.instance]: { Equals: [instanceId] } }),
    ...(untilMs === null && sinceMs === null
      ? {}
      : {
          updatedAt: {
            ...(untilMs === null ? {} : { LessThanOrEqual: untilMs }),
            ...(sinceMs === null ? {} : { GreaterThanOrEqual: sinceMs }),
          },
        }),
  };
  if (ip === null) return [shared];
  return [MEMBERS.connection, MEMBERS["api-call"]].map((member) => ({ ...shared, [member]: { Equals: [ip] } }));
}

async function listIds(
  asked: { DetectorId: string; Criterion: Record<string, Condition> },
  context: SourceContext,
): Promise<{ ids: string[]; more: boolean }> {
  const { ListFindingsCommand } = await import("@aws-sdk/client-guardduty");
  const client = await context.clients.of("guardduty");
  const ids: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const input = {
      ...{ DetectorId: asked.DetectorId, FindingCriteria: { Criterion: asked.Criterion }, MaxResults: PAGE },
      ...{ SortCriteria: { AttributeName: "updatedAt", OrderBy: "DESC" as const } },
      ...(token === undefined ? {} : { NextToken: token }),
    };
    const listed = await askIn(context)("guardduty:ListFindings", () =>
      client.send(new ListFindingsCommand(input), { abortSignal: context.signal }),
    );
    ids.push(...(listed.FindingIds ?? []));
    token = listed.NextToken || undefined;
    if (token === undefined || ids.length >= PAGE) break;
  }
  return { ids: ids.slice(0, PAGE), more: token !== undefined || ids.length > PAGE };
}
