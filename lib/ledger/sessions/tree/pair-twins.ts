import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import type { GrantCall } from "@/lib/ledger/sessions/tree/tree.types";

/** One issuing call, and the other account's record of it. */
export interface Grant {
  call: GrantCall;
  twins: GrantCall[];
}

function inOrder(a: GrantCall, b: GrantCall): number {
  return (
    Number(a.repeat) - Number(b.repeat) ||
    a.atMs - b.atMs ||
    compareText(a.eventId, b.eventId) ||
    compareText(a.sha256, b.sha256) ||
    a.record - b.record
  );
}

/**
 * Makes one call of the copies that share an event id: the one that counts stands for them, and what it does not say of
 * the credentials is taken from the other account's record. By time.
 */
export function pairTwins(calls: readonly GrantCall[]): Grant[] {
  const groups = groupBy([...calls].sort(inOrder), ({ sharedEventId, fileId, record }) =>
    sharedEventId === null ? `own ${fileId} ${record}` : `shared ${sharedEventId}`,
  );
  const grants: Grant[] = [];
  for (const [first, ...twins] of groups.values()) {
    // A repeat alone is an event that an addendum replaced: the one in its place is there.
    if (!first || (first.repeat && twins.length === 0)) continue;
    const told = (read: (call: GrantCall) => string | null) =>
      read(first) ?? twins.map(read).find((text) => text !== null) ?? null;
    const call = {
      ...first,
      issuedKeyId: told(({ issuedKeyId }) => issuedKeyId),
      issuedArn: told(({ issuedArn }) => issuedArn),
      issuedPrincipalId: told(({ issuedPrincipalId }) => issuedPrincipalId),
    };
    grants.push({ call, twins });
  }
  return grants.sort((a, b) => a.call.atMs - b.call.atMs || compareText(a.call.eventId, b.call.eventId));
}
