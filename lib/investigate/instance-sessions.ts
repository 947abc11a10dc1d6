import { compareText } from "@/lib/core/compare-text";
import { groupBy } from "@/lib/core/group-by";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { groupApiCalls, sortedTexts } from "@/lib/investigate/group-api-calls";
import { offInstanceUse } from "@/lib/investigate/off-instance-use";
import type { SessionCallRow } from "@/lib/investigate/session-calls";
import type { OwnAddress } from "@/lib/ledger/ledger.types";
import type { InstanceSessions, PrincipalRow } from "@/lib/ledger/sessions/session.types";

export type SessionsPart = Pick<InstanceV1, "roles" | "apiCalls" | "chainedSessions" | "offInstanceUse">;

/** What is known of one instance's sessions before the document's words are found for it. */
export interface SessionFacts {
  sessions: InstanceSessions;
  principals: ReadonlyMap<number, PrincipalRow>;
  calls: ReadonlyMap<number, SessionCallRow[]>;
  own: readonly OwnAddress[];
  fromMs: number;
  toMs: number;
}

/** The part of an instance's entry that tells of its role: its own sessions, what they led to, where they were used. */
export function instanceSessions({ sessions, principals, calls, own, fromMs, toMs }: SessionFacts): SessionsPart {
  const callsOf = (principalNos: Iterable<number>) => [...principalNos].flatMap((no) => calls.get(no) ?? []);
  const ownCalls = callsOf(sessions.own.keys());
  const uses = ownCalls.map((row) => {
    const caller = principals.get(row.principalNo);
    return {
      ...row,
      roleArn: caller?.roleArn ?? null,
      sessionName: caller?.sessionName ?? null,
      accessKeyId: caller?.accessKeyId ?? null,
    };
  });
  return {
    roles: rolesOf(ownCalls, principals),
    apiCalls: groupApiCalls(ownCalls),
    chainedSessions: sessions.chained
      .map((chain) => ({ chain, apiCalls: groupApiCalls(callsOf(chain.principalNos)) }))
      .filter(({ chain, apiCalls }) => apiCalls.length > 0 || (chain.issuedAtMs >= fromMs && chain.issuedAtMs < toMs))
      .map(({ chain, apiCalls }) => ({
        via: chain.via,
        principalArn: chain.principalArn,
        accessKeyIds: [chain.accessKeyId],
        apiCalls,
      })),
    offInstanceUse: offInstanceUse(uses, own),
  };
}

/** The roles whose sessions called in the window, each with the keys seen calling then. */
function rolesOf(
  ownCalls: readonly SessionCallRow[],
  principals: ReadonlyMap<number, PrincipalRow>,
): InstanceV1["roles"] {
  const callers = ownCalls.flatMap(({ calls, principalNo }) => {
    const caller = principals.get(principalNo);
    return calls > 0 && caller ? [caller] : [];
  });
  const roleOf = (caller: PrincipalRow) => caller.roleArn ?? caller.arn ?? "";
  const byRole = groupBy(callers, (caller) => JSON.stringify([roleOf(caller), caller.sessionName ?? ""]));
  return [...byRole.values()]
    .map(([first, ...rest]) => ({
      roleArn: first ? roleOf(first) : "",
      sessionName: first?.sessionName ?? "",
      accessKeyIds: sortedTexts([first, ...rest].map((caller) => caller?.accessKeyId ?? null)),
    }))
    .sort((a, b) => compareText(a.roleArn, b.roleArn) || compareText(a.sessionName, b.sessionName));
}
