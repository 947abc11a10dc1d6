import { checkInstallation } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AppError } from "@/lib/core/app-error";
import { checkReached, type FindingPlace } from "@/lib/findings/finding-place";
import { wordsOf } from "@/lib/findings/list-findings";
import { findingsText } from "@/lib/findings/read-findings";
import { withContext } from "@/lib/findings/with-context";
import { listDetectors } from "@/lib/sources/guardduty/list-detectors";
import { getGuardDutyFindings } from "@/lib/sources/guardduty/newest-findings";
import { getHubFinding } from "@/lib/sources/security-hub/newest-findings";
import type { SourceContext } from "@/lib/sources/source.types";

/**
 * A finding as its service has it now: its text, as the AWS CLI prints it. Throws AppError `forbidden`, `not-found`, and
 * `unavailable` with AWS's reason.
 */
export async function getFinding(connection: AwsConnection, place: FindingPlace, actor: Actor): Promise<string> {
  checkInstallation(actor, "case.open");
  checkReached(connection, place);
  const { service, accountId, region, findingId } = place;
  const found = await withContext({ connection, accountId, region }, actor, (context) =>
    service === "guardduty" ? fromGuardDuty(findingId, context) : getHubFinding(findingId, context),
  ).catch((error: unknown) => {
    throw new AppError("unavailable", wordsOf(error), { cause: error });
  });
  if (found.length === 0) throw new AppError("not-found", "This finding is not there any more.");
  return findingsText(found.slice(0, 1));
}

async function fromGuardDuty(findingId: string, context: SourceContext) {
  for (const detector of await listDetectors(context)) {
    const found = await getGuardDutyFindings(detector, [findingId], context);
    if (found.length > 0) return found;
  }
  return [];
}
