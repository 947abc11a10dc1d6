import { z } from "zod";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import { AppError } from "@/lib/core/app-error";
import { FINDING_SERVICES } from "@/lib/sources/finding-filter.types";

/** Where a finding is to be had again. */
export const FindingPlace = z.object({
  connectionId: z.uuid("There is no such connection."),
  service: z.enum(FINDING_SERVICES),
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string().max(40),
  /** As the service names it: GuardDuty's id, Security Hub's ARN. */
  findingId: z.string().min(1).max(2048),
});
export type FindingPlace = z.infer<typeof FindingPlace>;

/** Refuses an account or a region that is none of a connection's. Throws AppError `not-found`. */
export function checkReached(
  { accounts, regions }: AwsConnection,
  { accountId, region }: { accountId: string; region: string },
): void {
  if (accounts.some((account) => account.accountId === accountId) && regions.includes(region)) return;
  throw new AppError("not-found", "This connection does not reach that account and region.");
}
