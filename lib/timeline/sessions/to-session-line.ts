import type { ForeignUse, JudgedKey, JudgedSession } from "@/lib/investigate/sessions/judge-sessions";
import type { CallerUse } from "@/lib/investigate/sessions/session-use.types";
import type { EvidenceRef } from "@/lib/ledger/ledger.types";
import type { SessionKey, SessionNode } from "@/lib/ledger/sessions/tree/tree.types";
import type { EventEvidence } from "@/lib/timeline/events/event.types";
import type { ForeignUseView, HopView, SessionLine } from "@/lib/timeline/sessions/session-view.types";

export type NameRecord = (ref: EvidenceRef) => EventEvidence;

export function sessionName({
  sessionName: name,
  userName,
  arn,
  service,
  type,
  accountId,
  principalId,
}: SessionNode): string {
  return (
    name ??
    userName ??
    arn?.split("/").at(-1) ??
    principalId ??
    service ??
    ([type, accountId].filter(Boolean).join(" ") || "unknown")
  );
}

export function toHopView({ hop, issuedByKeyId }: SessionKey, name: NameRecord): HopView | null {
  if (hop === null) return null;
  const { proof, call, twins, service, fits } = hop;
  return {
    ...{ proof, service, fits, byKeyId: issuedByKeyId, twins: twins.map(name) },
    call: call && { eventName: call.eventName, atMs: call.atMs, evidence: name(call) },
  };
}

export function toForeignView({ atMs, source, basis, minutesSinceIssue }: ForeignUse): ForeignUseView {
  return { atMs, source, basis, minutesSinceIssue };
}

export function isOff({ verdict }: Pick<JudgedKey, "verdict">): boolean {
  return verdict === "off-instance" || verdict === "assumed-off";
}

export interface Totals {
  calls: number;
  denied: number;
  changes: number;
  unsaid: number;
  firstMs: number | null;
  lastMs: number | null;
}

export function totalsOf(uses: readonly CallerUse[]): Totals {
  const totals: Totals = { calls: 0, denied: 0, changes: 0, unsaid: 0, firstMs: null, lastMs: null };
  for (const { calls, denied, changes, unsaid, firstMs, lastMs } of uses) {
    totals.calls += calls;
    totals.denied += denied;
    totals.changes += changes;
    totals.unsaid += unsaid;
    totals.firstMs = Math.min(totals.firstMs ?? firstMs, firstMs);
    totals.lastMs = Math.max(totals.lastMs ?? lastMs, lastMs);
  }
  return totals;
}

export function toSessionLine(judged: JudgedSession, name: NameRecord, found: boolean): SessionLine {
  const { node, keys, verdict } = judged;
  const { unsaid: _unsaid, ...totals } = totalsOf(keys.flatMap(({ uses }) => uses));
  const off = keys.filter(isOff);
  const [firstForeign] = off.flatMap((key) => key.firstForeign ?? []).sort((a, b) => a.atMs - b.atMs);
  // The hop of the key that matters: one used elsewhere, else the first.
  const telling = off[0] ?? keys[0];
  return {
    ...{ id: node.id, parentId: node.parentId, depth: node.depth, above: 0, root: node.root },
    name: sessionName(node),
    ...{ role: node.roleArn?.split("/").at(-1) ?? null, accountId: node.accountId },
    ...{ instanceId: node.instanceId, service: node.service, keys: node.keys.length, keysOff: off.length },
    hop: telling ? toHopView(telling.key, name) : null,
    ...totals,
    ...{ verdict, firstForeign: firstForeign ? toForeignView(firstForeign) : null, found },
  };
}
