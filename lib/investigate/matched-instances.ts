import { compareText } from "@/lib/core/compare-text";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { findingInstances } from "@/lib/investigate/finding-matches";
import type { LatestFinding } from "@/lib/ledger/latest-findings";
import type { OwnAddress } from "@/lib/ledger/ledger.types";
import type { InstanceSessions } from "@/lib/ledger/sessions/session.types";

export type MatchReason = InstanceV1["matchedBy"][number];

/** All that may tie an instance to the indicator in the window. */
export interface Ties {
  ip: string;
  /** Instances with a record between them and the indicator. */
  flows: Iterable<string>;
  /** When each instance was given the indicator as an answer. */
  answers: readonly { instanceId: string; atMs: number[] }[];
  /** Findings of the window that name the indicator. */
  findings: readonly LatestFinding[];
  /** Callers that called from the indicator, and when. */
  callers: readonly { principalNo: number; firstMs: number; lastMs: number }[];
  sessions: ReadonlyMap<string, InstanceSessions>;
  ownAddresses(instanceId: string): readonly OwnAddress[];
}

/** The instances to list and why each is; the indicator's own holder has not met itself. */
export function matchedInstances(ties: Ties): Map<string, MatchReason[]> {
  const reasons = new Map<string, Set<MatchReason>>();
  const add = (instanceId: string, reason: MatchReason) => {
    const known = reasons.get(instanceId);
    if (known) known.add(reason);
    else reasons.set(instanceId, new Set([reason]));
  };
  const isIndicator = (instanceId: string, atMs: number) =>
    ties
      .ownAddresses(instanceId)
      .some(
        ({ ip, via, fromMs, toMs }) =>
          via === "own" && ip === ties.ip && (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs),
      );

  for (const instanceId of ties.flows) add(instanceId, "flow");
  for (const { instanceId, atMs } of ties.answers) {
    if (atMs.some((at) => !isIndicator(instanceId, at))) add(instanceId, "dns");
  }
  for (const finding of ties.findings) {
    for (const instanceId of findingInstances(finding)) {
      if (!isIndicator(instanceId, finding.firstSeenMs)) add(instanceId, "finding");
    }
  }
  const holders = new Map<number, string[]>();
  for (const { instanceId, own, chained } of ties.sessions.values()) {
    for (const no of [...own.keys(), ...chained.flatMap((chain) => chain.principalNos)]) {
      holders.set(no, [...(holders.get(no) ?? []), instanceId]);
    }
  }
  for (const { principalNo, firstMs, lastMs } of ties.callers) {
    for (const instanceId of holders.get(principalNo) ?? []) {
      if (!isIndicator(instanceId, firstMs) || !isIndicator(instanceId, lastMs)) add(instanceId, "api");
    }
  }

  const order: MatchReason[] = ["flow", "dns", "finding", "api"];
  return new Map(
    [...reasons]
      .sort(([a], [b]) => compareText(a, b))
      .map(([instanceId, why]) => [instanceId, order.filter((reason) => why.has(reason))]),
  );
}
