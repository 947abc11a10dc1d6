/** A finding as the table shows it: its texts are whoever wrote them, and are drawn as texts. */
export interface FindingRow {
  key: string;
  type: string;
  title: string | null;
  severity: number | null;
  sample: boolean;
  instanceIds: readonly string[];
  /** Remote addresses and names. */
  met: readonly string[];
  accountId: string | null;
  region: string | null;
  lastSeenMs: number;
  changedMs: number;
  count: number | null;
  /** To a new case that is filled from it. */
  href: string;
}
