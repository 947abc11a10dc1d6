import type { ProbedAction } from "@/lib/aws/probe-action";

/** What a test found in one account. */
export interface TestedAccount {
  accountId: string;
  /** Whose the calls are there; null where none went through. */
  arn: string | null;
  /** Why nothing could be asked; null where it could. */
  fault: string | null;
  /** Regions in which the account takes no call, with AWS's reason. */
  closedRegions: { region: string; words: string }[];
  actions: ProbedAction[];
}

export interface ConnectionTest {
  accounts: TestedAccount[];
  /** Of a long list the first ones are tried. */
  ofAccounts: number;
}
