import { groupBy } from "@/lib/core/group-by";
import type { Caller, CallUse } from "@/lib/detect/inputs/calls.types";
import { RoleHistory } from "@/lib/investigate/sessions/role-history";

export const apiOf = ({ eventSource, eventName }: Pick<CallUse, "eventSource" | "eventName">) =>
  `${eventSource} ${eventName}`;
const identityOf = ({ identity, accountId }: Caller) => JSON.stringify([identity, accountId]);

/** What each role or user did in its account, over all evidence. */
export function historiesOf(uses: readonly CallUse[]): (caller: Caller) => RoleHistory {
  const histories = new Map(
    [...groupBy(uses, ({ caller }) => identityOf(caller))].map(([identity, own]) => [
      identity,
      new RoleHistory(
        own.map((use) => ({ api: apiOf(use), calls: use.calls, firstMs: use.firstMs, lastMs: use.lastMs })),
      ),
    ]),
  );
  return (caller) => histories.get(identityOf(caller)) ?? new RoleHistory([]);
}
