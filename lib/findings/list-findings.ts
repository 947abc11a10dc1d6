import { z } from "zod";
import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AwsFault } from "@/lib/aws/aws-fault";
import { canonicalAddress } from "@/lib/core/address";
import { isInstanceId } from "@/lib/core/instance-id";
import type { FindingRecord } from "@/lib/core/records";
import { type ReadFinding, readFindings } from "@/lib/findings/read-findings";
import { withContext } from "@/lib/findings/with-context";
import { FINDING_SERVICES, type FindingFilter, type FindingService } from "@/lib/sources/finding-filter.types";
import { newestGuardDutyFindings } from "@/lib/sources/guardduty/newest-findings";
import { newestHubFindings } from "@/lib/sources/security-hub/newest-findings";
import type { SourceContext } from "@/lib/sources/source.types";

const PAGE = 50;
/** Each place is two calls or three; more than so many is no page that a person waits for. */
export const MOST_PLACES = 60;
const AT_ONCE = 8;

/** What a page asks for, out of its address: whatever is no such thing does not narrow. */
export const AskedFindings = z.object({
  service: z.enum(FINDING_SERVICES).catch("guardduty"),
  accountId: z
    .string()
    .regex(/^\d{12}$/)
    .nullable()
    .catch(null),
  region: z.string().max(40).nullable().catch(null),
  leastSeverity: z.coerce.number().min(1).max(9).nullable().catch(null),
  type: z.string().trim().min(1).max(200).nullable().catch(null),
  instanceId: z.string().refine(isInstanceId).nullable().catch(null),
  ip: z.string().transform(canonicalAddress).nullable().catch(null),
  untilMs: z.coerce.number().int().min(0).max(253_402_300_799_000).nullable().catch(null),
});
export type AskedFindings = z.infer<typeof AskedFindings>;

/** A finding as a list shows it. Its texts are AWS's, or whoever named a machine's: hostile. */
export interface ListedFinding {
  service: FindingService;
  /** Through which account and region it was found. */
  accountId: string;
  region: string;
  /** As the service names it. */
  findingId: string;
  record: FindingRecord;
}

export interface ListedFindings {
  findings: ListedFinding[];
  /** Where the next page goes on; null at the end. */
  olderUntilMs: number | null;
  /** So many accounts and regions gave an answer. */
  reached: number;
  problems: { accountId: string; region: string; message: string }[];
  /** So many accounts and regions were left out, for they are too many to ask at once. */
  leftOut: number;
}

export const NEWEST: Record<
  FindingService,
  (filter: FindingFilter, context: SourceContext) => ReturnType<typeof newestHubFindings>
> = { guardduty: newestGuardDutyFindings, "security-hub": newestHubFindings };

/**
 * The findings of a connection's accounts and regions that were changed last. What one account or region refuses is told beside
 * what the others gave. Throws AppError `forbidden`.
 */
export async function listFindings(
  connection: AwsConnection,
  asked: AskedFindings,
  actor: Actor,
): Promise<ListedFindings> {
  checkInstallation(actor, "case.open");
  const all = placesOf(connection, asked);
  const places = all.slice(0, MOST_PLACES);
  const found: ListedFinding[] = [];
  const problems: ListedFindings["problems"] = [];
  let reached = 0;
  let endsAt: number | null = null;
  const waiting = places.values();
  const work = async () => {
    for (const place of waiting) {
      try {
        const { findings, more } = await withContext({ connection, ...place }, actor, (context) =>
          NEWEST[asked.service]({ ...asked, sinceMs: null }, context),
        );
        const read = await readFindings(findings);
        for (const one of read) found.push(listed(one, asked.service, place));
        // Behind its last one a place may have more: the list is whole only down to there.
        const last = Math.min(...read.map(({ record }) => changedMs(record)));
        if (more && Number.isFinite(last)) endsAt = Math.max(endsAt ?? last, last);
        reached += 1;
      } catch (error) {
        problems.push({ ...place, message: wordsOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const wholeDownTo = endsAt ?? Number.NEGATIVE_INFINITY;
  const newest = found
    .filter(({ record }) => changedMs(record) >= wholeDownTo)
    .sort((a, b) => changedMs(b.record) - changedMs(a.record) || (a.findingId < b.findingId ? -1 : 1));
  const findings = newest.slice(0, PAGE);
  const isMore = reached > 0 && (newest.length > PAGE || endsAt !== null);
  const last = findings.at(-1);
  const olderUntilMs = isMore && last ? changedMs(last.record) : null;
  problems.sort((a, b) => a.accountId.localeCompare(b.accountId) || a.region.localeCompare(b.region));
  // A page that would begin where this one does has all findings of one instant; nothing older would ever come.
  const standsStill = olderUntilMs !== null && olderUntilMs === asked.untilMs;
  return {
    ...{ findings, reached, problems, leftOut: all.length - places.length },
    olderUntilMs: standsStill ? olderUntilMs - 1 : olderUntilMs,
  };
}

/** When a finding was changed last, by which it is listed. */
export function changedMs({ updatedAtMs, createdAtMs, lastSeenMs }: FindingRecord): number {
  return updatedAtMs ?? createdAtMs ?? lastSeenMs;
}

function placesOf({ accounts, regions }: AwsConnection, { accountId, region }: AskedFindings) {
  return accounts
    .filter((account) => accountId === null || account.accountId === accountId)
    .flatMap((account) =>
      regions
        .filter((one) => region === null || one === region)
        .map((one) => ({ accountId: account.accountId, region: one })),
    );
}

function listed(
  { raw, record }: ReadFinding,
  service: FindingService,
  place: { accountId: string; region: string },
): ListedFinding {
  return { service, ...place, findingId: String(raw.Id ?? record.findingId), record };
}

/** AWS's faults have words; a page that took too long says that. */
export function wordsOf(error: unknown): string {
  if (error instanceof AwsFault) return error.message;
  if (error instanceof DOMException && error.name === "TimeoutError") return "AWS did not answer in time.";
  throw error;
}
