/** Which findings are listed; what is null does not narrow. */
export interface FindingFilter {
  /** Of GuardDuty's scale, 0 to 10. */
  leastSeverity: number | null;
  /** GuardDuty's type, whole; Security Hub is asked for those that begin so. */
  type: string | null;
  instanceId: string | null;
  /** A remote IPv4 address. */
  ip: string | null;
  /** Changed at this time or earlier; epoch milliseconds. */
  untilMs: number | null;
  /** Changed at this time or later. */
  sinceMs: number | null;
}

export const FINDING_SERVICES = ["guardduty", "security-hub"] as const;
export type FindingService = (typeof FINDING_SERVICES)[number];

/** Findings that are found for a filter, as the SDK has them: those that were changed last come first. */
export interface FoundFindings {
  findings: Record<string, unknown>[];
  /** There are more behind them. */
  more: boolean;
}
