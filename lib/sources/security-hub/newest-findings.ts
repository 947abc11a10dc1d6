import type { AwsSecurityFindingFilters } from "@aws-sdk/client-securityhub";
import { askIn } from "@/lib/sources/ask-in";
import type { FindingFilter, FoundFindings } from "@/lib/sources/finding-filter.types";
import { partitionOf } from "@/lib/sources/partition-of";
import { IN_PRODUCT_FIELDS, NO_CHECKS } from "@/lib/sources/security-hub/hub-searches";
import type { SourceContext } from "@/lib/sources/source.types";

const PAGE = 100;
const MOST_PAGES = 5;
/** Before this no finding was made: Security Hub is younger. */
const SINCE_EVER = Date.UTC(2018, 0, 1);

/** The findings of a region that are active and were changed last, a hundred at most; how machines are set up is left out. Throws AwsFault. */
export async function newestHubFindings(filter: FindingFilter, context: SourceContext): Promise<FoundFindings> {
  return readPages(filtersFor(filter, context), context);
}

/** One finding by its id; none where it is not there. Throws AwsFault. */
export async function getHubFinding(id: string, context: SourceContext): Promise<Record<string, unknown>[]> {
  return (await readPages({ Id: [{ Value: id, Comparison: "EQUALS" }] }, context)).findings;
}

function filtersFor(
  { leastSeverity, type, instanceId, ip, untilMs, sinceMs }: FindingFilter,
  { accountId, region }: SourceContext,
): AwsSecurityFindingFilters {
  const arn = `arn:${partitionOf(region)}:ec2:${region}:${accountId}:instance/${instanceId}`;
  // Security Hub has a type behind its own classes of types: TTPs/Command and Control/….
  const named = type === null ? [] : [{ Value: type, Comparison: "PREFIX" as const }];
  return {
    RecordState: [{ Value: "ACTIVE", Comparison: "EQUALS" }],
    ...(named.length === 0 ? NO_CHECKS : { Type: named }),
    ...(leastSeverity === null ? {} : { SeverityNormalized: [{ Gte: leastSeverity * 10 }] }),
    ...(instanceId === null ? {} : { ResourceId: [{ Value: arn, Comparison: "EQUALS" }] }),
    ...(ip === null
      ? {}
      : { ProductFields: IN_PRODUCT_FIELDS.ip.map((Key) => ({ Key, Value: ip, Comparison: "EQUALS" as const })) }),
    ...(untilMs === null && sinceMs === null
      ? {}
      : { UpdatedAt: [{ Start: iso(sinceMs ?? SINCE_EVER), End: iso(untilMs ?? Date.now()) }] }),
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

async function readPages(Filters: AwsSecurityFindingFilters, context: SourceContext): Promise<FoundFindings> {
  const { GetFindingsCommand } = await import("@aws-sdk/client-securityhub");
  const client = await context.clients.of("securityhub");
  const findings: Record<string, unknown>[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const input = {
      ...{ Filters, MaxResults: PAGE, SortCriteria: [{ Field: "UpdatedAt", SortOrder: "desc" as const }] },
      ...(token === undefined ? {} : { NextToken: token }),
    };
    const found = await askIn(context)("securityhub:GetFindings", () =>
      client.send(new GetFindingsCommand(input), { abortSignal: context.signal }),
    );
    for (const finding of found.Findings ?? []) findings.push({ ...finding });
    token = found.NextToken || undefined;
    if (token === undefined || findings.length >= PAGE) break;
  }
  return { findings, more: token !== undefined };
}
