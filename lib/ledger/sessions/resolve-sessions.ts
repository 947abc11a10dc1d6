import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import { type OwnCaller, ownCallers } from "@/lib/ledger/sessions/own-callers";
import type {
  ChainedSession,
  InstanceSessions,
  IssuingCall,
  PrincipalRow,
  SessionInput,
} from "@/lib/ledger/sessions/session.types";

function byTime(a: IssuingCall, b: IssuingCall): number {
  return a.atMs - b.atMs || compareText(a.eventId, b.eventId);
}

/**
 * Gives each instance its own callers and the sessions chained to them, to any depth. Chained sessions are joined by
 * access key alone, never by role and session name, whatever the account. Pure; the order of rows does not matter.
 */
export function resolveSessions(input: SessionInput): Map<string, InstanceSessions> {
  const own = ownCallers(input);
  const callers = new Map(input.principals.map((principal) => [principal.principalNo, principal]));
  const callersOfKey = groupBy(input.principals, (principal) => principal.accessKeyId);
  const issuedBy = groupBy([...input.issuing].sort(byTime), (call) => call.principalNo);

  const sessions = new Map<string, InstanceSessions>();
  for (const [principalNo, { instanceId, basis }] of [...own].sort(([a], [b]) => a - b)) {
    const session = sessions.get(instanceId) ?? { instanceId, own: new Map(), chained: [] };
    session.own.set(principalNo, basis);
    sessions.set(instanceId, session);
  }
  for (const session of sessions.values()) {
    session.chained = followChain([...session.own.keys()], { own, callers, callersOfKey, issuedBy });
  }
  return sessions;
}

interface ChainMaps {
  own: Map<number, OwnCaller>;
  callers: Map<number, PrincipalRow>;
  callersOfKey: Map<string | null, PrincipalRow[]>;
  issuedBy: Map<number, IssuingCall[]>;
}

function followChain(start: number[], maps: ChainMaps): ChainedSession[] {
  const calls = new Map<string, IssuingCall>();
  const seen = new Set(start);
  const queue = [...start];
  for (let principalNo = queue.pop(); principalNo !== undefined; principalNo = queue.pop()) {
    for (const call of maps.issuedBy.get(principalNo) ?? []) {
      calls.set(`${call.eventId} ${call.issuedKeyId}`, call);
      for (const user of maps.callersOfKey.get(call.issuedKeyId) ?? []) {
        // A key that is an instance's own is listed with its own roles, not again here.
        if (seen.has(user.principalNo) || maps.own.has(user.principalNo)) continue;
        seen.add(user.principalNo);
        queue.push(user.principalNo);
      }
    }
  }
  const claimed = new Set<string>();
  const chained: ChainedSession[] = [];
  for (const call of [...calls.values()].sort(byTime)) {
    const users = (maps.callersOfKey.get(call.issuedKeyId) ?? []).filter(
      ({ principalNo }) => !maps.own.has(principalNo),
    );
    if (users.length === 0 && maps.callersOfKey.has(call.issuedKeyId)) continue;
    const arns = users.flatMap(({ arn }) => (arn === null ? [] : [arn])).sort(compareText);
    chained.push({
      via: call.eventId,
      issuedAtMs: call.atMs,
      accessKeyId: call.issuedKeyId,
      issuedByKeyId: maps.callers.get(call.principalNo)?.accessKeyId ?? null,
      principalArn: call.issuedArn ?? arns[0] ?? "",
      principalNos: claimed.has(call.issuedKeyId)
        ? []
        : users.map(({ principalNo }) => principalNo).sort((a, b) => a - b),
    });
    claimed.add(call.issuedKeyId);
  }
  return chained;
}
