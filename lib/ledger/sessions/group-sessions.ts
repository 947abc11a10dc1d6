import { compareText } from "@/lib/core/compare-text";
import type { InstanceSessions, IssuingCall, PrincipalRow } from "@/lib/ledger/sessions/session.types";

/** How often, and from when to when, one caller called. */
export interface CallSpan {
  calls: number;
  firstMs: number | null;
  lastMs: number | null;
}

export interface CredentialRecord extends CallSpan {
  accessKeyId: string;
  issuedByEventId: string | null;
  issuedByKeyId: string | null;
  issuedAtMs: number | null;
}

export interface SessionRecord extends CallSpan {
  principalId: string | null;
  roleArn: string | null;
  sessionName: string | null;
  accountId: string | null;
  instanceId: string | null;
  basis: string | null;
  keys: CredentialRecord[];
}

function widen(span: CallSpan, by: CallSpan | undefined): void {
  if (!by) return;
  span.calls += by.calls;
  if (by.firstMs !== null) span.firstMs = span.firstMs === null ? by.firstMs : Math.min(span.firstMs, by.firstMs);
  if (by.lastMs !== null) span.lastMs = span.lastMs === null ? by.lastMs : Math.max(span.lastMs, by.lastMs);
}

/** Role sessions with their keys, each key with the first call known to have issued it; in a fixed order. */
export function groupSessions(
  principals: Iterable<PrincipalRow>,
  issuing: readonly IssuingCall[],
  byInstance: ReadonlyMap<string, InstanceSessions>,
  spans: ReadonlyMap<number, CallSpan>,
): SessionRecord[] {
  const callers = [...principals];
  const keyOf = new Map(callers.map((caller) => [caller.principalNo, caller.accessKeyId]));
  const issuerOf = new Map<string, IssuingCall>();
  for (const call of [...issuing].sort((a, b) => b.atMs - a.atMs || compareText(b.eventId, a.eventId))) {
    issuerOf.set(call.issuedKeyId, call);
  }
  const owners = new Map<number, { instanceId: string; basis: string }>();
  for (const { instanceId, own } of byInstance.values()) {
    for (const [principalNo, basis] of own) owners.set(principalNo, { instanceId, basis });
  }

  const sessions = new Map<string, SessionRecord>();
  // A function's session has one name for years, and a key an hour.
  const keysOf = new Map<SessionRecord, Map<string, CredentialRecord>>();
  for (const caller of callers) {
    const owner = owners.get(caller.principalNo);
    if (caller.type !== "AssumedRole" && !owner) continue;
    const { principalId, roleArn, sessionName, accountId, accessKeyId } = caller;
    const instanceId = owner?.instanceId ?? null;
    const basis = owner?.basis ?? null;
    const groupKey = JSON.stringify([roleArn, sessionName, accountId, principalId, instanceId, basis]);
    const none = { calls: 0, firstMs: null, lastMs: null };
    const session: SessionRecord = sessions.get(groupKey) ?? {
      ...{ principalId, roleArn, sessionName, accountId, instanceId, basis, keys: [] },
      ...none,
    };
    sessions.set(groupKey, session);
    widen(session, spans.get(caller.principalNo));
    if (accessKeyId === null) continue;
    const keys = keysOf.get(session) ?? new Map<string, CredentialRecord>();
    keysOf.set(session, keys);
    let key = keys.get(accessKeyId);
    if (!key) {
      const issuer = issuerOf.get(accessKeyId);
      key = {
        accessKeyId,
        issuedByEventId: issuer?.eventId ?? null,
        issuedByKeyId: (issuer && keyOf.get(issuer.principalNo)) ?? null,
        issuedAtMs: issuer?.atMs ?? null,
        ...none,
      };
      keys.set(accessKeyId, key);
      session.keys.push(key);
    }
    widen(key, spans.get(caller.principalNo));
  }
  for (const session of sessions.values()) session.keys.sort((a, b) => compareText(a.accessKeyId, b.accessKeyId));
  return [...sessions].sort(([a], [b]) => compareText(a, b)).map(([, session]) => session);
}
