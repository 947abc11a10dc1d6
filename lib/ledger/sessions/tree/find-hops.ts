import { groupBy } from "@/lib/core/group-by";
import type { Credential } from "@/lib/ledger/sessions/tree/group-credentials";
import type { Grant } from "@/lib/ledger/sessions/tree/pair-twins";
import type { CallerRow, Hop } from "@/lib/ledger/sessions/tree/tree.types";

/** Creation time and time of the call are the same second; clocks of two services may differ by a few. */
const SAME_TIME_MS = 5_000;
/** A sign-in is recorded when it ends, and its session may begin a little earlier. */
const SIGN_IN_MS = 60_000;
/** The longest that a role's session lasts (STS, DurationSeconds). */
const LONGEST_MS = 12 * 3_600_000;

export interface FoundHop {
  hop: Hop;
  /** Credential that made the issuing call; null where a service did, or one that is not in the evidence. */
  from: Credential | null;
}

export interface HopInput {
  credentials: readonly Credential[];
  grants: readonly Grant[];
  callers: ReadonlyMap<number, CallerRow>;
  /** First call of each caller, epoch ms. */
  firstMs: ReadonlyMap<number, number>;
}

interface Indexes extends HopInput {
  byCaller: Map<number, Credential>;
  ofKey: Map<string | null, Credential>;
  byKey: Map<string | null, Grant[]>;
  bySession: Map<string | null, Grant[]>;
  byArn: Map<string | null, Grant[]>;
  byPrincipalId: Map<string | null, Credential[]>;
  byIdentity: Map<string | null, Credential[]>;
  signIns: Grant[];
}

/** Looks for the call that issued each of the credentials: by key, else by session and time, else by source identity. */
export function findHops(input: HopInput): Map<string, FoundHop> {
  const { credentials, grants } = input;
  const isSignIn = ({ call }: Grant) => call.eventName === "ConsoleLogin";
  const issuing = grants.filter((grant) => !isSignIn(grant));
  const indexes: Indexes = {
    ...input,
    byCaller: new Map(credentials.flatMap((one) => one.callers.map((caller) => [caller.principalNo, one] as const))),
    ofKey: new Map(credentials.map((one) => [one.accessKeyId, one])),
    byKey: groupBy(issuing, ({ call }) => call.issuedKeyId),
    bySession: groupBy(issuing, ({ call }) => call.issuedPrincipalId),
    byArn: groupBy(issuing, ({ call }) => call.issuedArn),
    byPrincipalId: groupBy(credentials, ({ who }) => who.principalId),
    byIdentity: groupBy(
      credentials.filter(({ who }) => who.sourceIdentity !== null),
      ({ who }) => who.sourceIdentity,
    ),
    signIns: grants.filter(isSignIn),
  };
  const hops = new Map<string, FoundHop>();
  for (const credential of credentials) {
    const found =
      byAccessKey(credential, indexes) ??
      bySessionAndTime(credential, indexes) ??
      bySourceIdentity(credential, indexes) ??
      bySignIn(credential, indexes);
    if (found) hops.set(credential.id, found);
  }
  return hops;
}

function byAccessKey({ accessKeyId }: Credential, indexes: Indexes): FoundHop | null {
  if (accessKeyId === null) return null;
  const fits = indexes.byKey.get(accessKeyId) ?? [];
  return fits[0] ? { hop: hopOf("access-key", fits[0], fits.length, indexes), from: callerOf(fits[0], indexes) } : null;
}

function isTemporary({ accessKeyId, who }: Credential): boolean {
  return accessKeyId === null ? who.type === "AssumedRole" : accessKeyId.startsWith("ASIA");
}

function bySessionAndTime(credential: Credential, indexes: Indexes): FoundHop | null {
  const { who, createdMs } = credential;
  if (createdMs === null || !isTemporary(credential)) return null;
  const same = who.principalId === null ? [] : (indexes.bySession.get(who.principalId) ?? []);
  // A call that names the session's ARN alone is of the same role and name, and of another unique id at worst.
  const named = same.length > 0 || who.arn === null ? [] : (indexes.byArn.get(who.arn) ?? []);
  const fits = [...same, ...named].filter(
    ({ call }) =>
      Math.abs(call.atMs - createdMs) <= SAME_TIME_MS && !isUsedElsewhere(call.issuedKeyId, credential, indexes),
  );
  const makers = new Set(fits.map(({ call }) => call.principalNo));
  // Two people who took one name in the same second: whose it is, nobody can say.
  return fits[0] && makers.size === 1
    ? { hop: hopOf("role-id-and-time", fits[0], fits.length, indexes), from: callerOf(fits[0], indexes) }
    : null;
}

/** The key that a call returned is seen with another identity: that call is the other's. */
function isUsedElsewhere(keyId: string | null, credential: Credential, indexes: Indexes): boolean {
  if (keyId === null || keyId === credential.accessKeyId) return false;
  const user = indexes.ofKey.get(keyId);
  return user !== undefined && user.who.principalId !== credential.who.principalId;
}

function bySourceIdentity(credential: Credential, indexes: Indexes): FoundHop | null {
  const { who, callers } = credential;
  if (who.sourceIdentity === null || !isTemporary(credential)) return null;
  const firstMs = Math.min(
    ...callers.map(({ principalNo }) => indexes.firstMs.get(principalNo) ?? Number.POSITIVE_INFINITY),
  );
  const others = (indexes.byIdentity.get(who.sourceIdentity) ?? []).filter(
    (one) => one.id !== credential.id && one.who.principalId !== who.principalId,
  );
  const callersOf = new Set(others.flatMap((one) => one.callers.map(({ principalNo }) => principalNo)));
  const fits = (who.arn === null ? [] : (indexes.byArn.get(who.arn) ?? [])).filter(
    ({ call }) => callersOf.has(call.principalNo) && call.atMs <= firstMs && firstMs - call.atMs <= LONGEST_MS,
  );
  const last = fits.at(-1);
  if (last) return { hop: hopOf("source-identity", last, fits.length, indexes), from: callerOf(last, indexes) };
  const startOf = (one: Credential) =>
    Math.min(...one.callers.map(({ principalNo }) => indexes.firstMs.get(principalNo) ?? Number.POSITIVE_INFINITY));
  const earlier = others.filter((one) => startOf(one) < firstMs);
  const [only] = earlier;
  if (!only || earlier.length !== 1) return null;
  return { hop: { proof: "source-identity", call: null, twins: [], service: null, fits: 1 }, from: only };
}

function bySignIn({ who, createdMs, accessKeyId }: Credential, indexes: Indexes): FoundHop | null {
  if (createdMs === null || (accessKeyId !== null && !accessKeyId.startsWith("ASIA"))) return null;
  const fits = indexes.signIns.filter(({ call }) => {
    const caller = indexes.callers.get(call.principalNo);
    const same = caller && (who.arn === null ? caller.principalId === who.principalId : caller.arn === who.arn);
    return same && Math.abs(call.atMs - createdMs) <= SIGN_IN_MS;
  });
  return fits[0] ? { hop: hopOf("sign-in", fits[0], fits.length, indexes), from: null } : null;
}

function hopOf(proof: Hop["proof"], { call, twins }: Grant, fits: number, { callers }: Indexes): Hop {
  const caller = callers.get(call.principalNo);
  const made = caller === undefined || caller.type === "AWSService" || caller.type === null;
  return { proof, call, twins, service: made ? (call.invokedBy ?? call.source) : null, fits };
}

/** Who made an issuing call. Another account's record names the caller's unique id and session alone. */
function callerOf({ call }: Grant, indexes: Indexes): Credential | null {
  const made = indexes.byCaller.get(call.principalNo) ?? null;
  if (made?.who.type !== "AWSAccount") return made;
  const fits = (indexes.byPrincipalId.get(made.who.principalId) ?? []).filter(
    ({ who, createdMs }) =>
      who.type !== "AWSAccount" &&
      who.principalId !== null &&
      (createdMs === null || (createdMs <= call.atMs && call.atMs - createdMs <= LONGEST_MS)),
  );
  return fits.length === 1 ? (fits[0] ?? made) : made;
}
