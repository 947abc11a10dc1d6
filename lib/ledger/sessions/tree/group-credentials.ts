import { compareText } from "@/lib/core/compare-text";
import type { OwnCaller } from "@/lib/ledger/sessions/own-callers";
import type { CallerRow } from "@/lib/ledger/sessions/tree/tree.types";

/** One access key with all its callers; without a key, the callers that are alike in who they are. */
export interface Credential {
  id: string;
  accessKeyId: string | null;
  callers: CallerRow[];
  /** The caller that says most of who it is. */
  who: CallerRow;
  createdMs: number | null;
  own: OwnCaller | null;
}

function idOf(caller: CallerRow): string {
  if (caller.accessKeyId !== null) return `key ${caller.accessKeyId}`;
  const { type, principalId, arn, accountId, userName, sessionCreatedAtMs } = caller;
  return JSON.stringify([type, principalId, arn, accountId, userName, sessionCreatedAtMs]);
}

function saidBy({ principalId, arn, roleArn, sessionCreatedAtMs }: CallerRow): number {
  return [principalId, arn, roleArn, sessionCreatedAtMs].filter((value) => value !== null).length;
}

/** All that a caller's records say of it: what its number in the database, which follows the loading, must not decide. */
function said({ principalNo: _principalNo, ...caller }: CallerRow): string {
  return JSON.stringify(Object.entries(caller).sort(([a], [b]) => compareText(a, b)));
}

/** Who says most first. */
function inOrder(callers: readonly CallerRow[]): CallerRow[] {
  if (callers.length === 1) return [...callers];
  const rows = callers.map((caller) => ({ caller, says: saidBy(caller), text: said(caller) }));
  return rows.sort((a, b) => b.says - a.says || compareText(a.text, b.text)).map(({ caller }) => caller);
}

/** AWS's own services, which are no session of anyone. */
export function isService({ type, accessKeyId, arn, principalId }: CallerRow): boolean {
  return type === "AWSService" || (type === null && [accessKeyId, arn, principalId].every((value) => value === null));
}

/** Credentials in a fixed order; services are left out. */
export function groupCredentials(callers: readonly CallerRow[], own: ReadonlyMap<number, OwnCaller>): Credential[] {
  const groups = new Map<string, CallerRow[]>();
  for (const caller of callers) {
    if (isService(caller)) continue;
    const id = idOf(caller);
    const group = groups.get(id);
    if (group) group.push(caller);
    else groups.set(id, [caller]);
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, group]) => {
      const sorted = inOrder(group);
      const who = sorted[0] as CallerRow;
      const created = sorted.flatMap(({ sessionCreatedAtMs }) => sessionCreatedAtMs ?? []);
      const owner = sorted.map(({ principalNo }) => own.get(principalNo)).find((found) => found !== undefined);
      return {
        ...{ id, who, accessKeyId: who.accessKeyId, callers: sorted, own: owner ?? null },
        createdMs: created.reduce<number | null>((first, ms) => Math.min(first ?? ms, ms), null),
      };
    });
}
