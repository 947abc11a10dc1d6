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
  /** Credentials that carry a source identity, by it and then by unique id, with when each began; the earliest first. */
  byIdentity: Map<string, { principalId: string | null; first: Started; second: Started | null }[]>;
  signIns: { byArn: Map<string | null, Grant[]>; byPrincipalId: Map<string | null, Grant[]> };
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
    byIdentity: earliestOfIdentities(input),
    signIns: {
      byArn: groupBy(grants.filter(isSignIn), ({ call }) => input.callers.get(call.principalNo)?.arn ?? null),
      byPrincipalId: groupBy(
        grants.filter(isSignIn),
        ({ call }) => input.callers.get(call.principalNo)?.principalId ?? null,
      ),
    },
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

interface Started {
  credential: Credential;
  /** First call, epoch ms; infinite where none is known. */
  startMs: number;
}

function startOf({ callers }: Credential, firstMs: HopInput["firstMs"]): number {
  return callers.reduce(
    (first, { principalNo }) => Math.min(first, firstMs.get(principalNo) ?? Number.POSITIVE_INFINITY),
    Number.POSITIVE_INFINITY,
  );
}

/** A pipeline gives one identity to all of its sessions: of each unique id the two earliest say all that is asked. */
function earliestOfIdentities({ credentials, firstMs }: HopInput): Indexes["byIdentity"] {
  const named = credentials
    .flatMap((credential) =>
      credential.who.sourceIdentity === null ? [] : [{ credential, startMs: startOf(credential, firstMs) }],
    )
    .sort((a, b) => (a.startMs === b.startMs ? 0 : a.startMs - b.startMs));
  const byIdentity = groupBy(named, ({ credential }) => credential.who.sourceIdentity ?? "");
  return new Map(
    [...byIdentity].map(([identity, of]) => [
      identity,
      [...groupBy(of, ({ credential }) => credential.who.principalId)].flatMap(([principalId, [first, second]]) =>
        first ? [{ principalId, first, second: second ?? null }] : [],
      ),
    ]),
  );
}

/** Of calls in the order of time those within a stretch, both ends included. */
function between(grants: readonly Grant[], fromMs: number, toMs: number): Grant[] {
  let [low, high] = [0, grants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((grants[middle]?.call.atMs ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < grants.length && (grants[end]?.call.atMs ?? 0) <= toMs) end++;
  return grants.slice(low, end);
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
  const fits = between(same.length > 0 ? same : named, createdMs - SAME_TIME_MS, createdMs + SAME_TIME_MS).filter(
    ({ call }) => !isUsedElsewhere(call.issuedKeyId, credential, indexes),
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
  const { who } = credential;
  if (who.sourceIdentity === null || !isTemporary(credential)) return null;
  const firstMs = startOf(credential, indexes.firstMs);
  const isOther = (one: Credential | undefined) =>
    one?.who.sourceIdentity === who.sourceIdentity && one.who.principalId !== who.principalId;
  const issued = who.arn === null || !Number.isFinite(firstMs) ? [] : (indexes.byArn.get(who.arn) ?? []);
  const fits = between(issued, firstMs - LONGEST_MS, firstMs).filter(({ call }) =>
    isOther(indexes.byCaller.get(call.principalNo)),
  );
  const last = fits.at(-1);
  if (last) return { hop: hopOf("source-identity", last, fits.length, indexes), from: callerOf(last, indexes) };
  const [only, more] = earlierThan(firstMs, who, indexes);
  if (!only || more) return null;
  return { hop: { proof: "source-identity", call: null, twins: [], service: null, fits: 1 }, from: only };
}

/** At most two of the credentials with the same source identity and another unique id that began before. */
function earlierThan(ms: number, { sourceIdentity, principalId }: CallerRow, indexes: Indexes): Credential[] {
  const found: Credential[] = [];
  for (const group of indexes.byIdentity.get(sourceIdentity ?? "") ?? []) {
    if (group.first.startMs >= ms || found.length > 1) break;
    if (group.principalId === principalId) continue;
    for (const one of [group.first, group.second]) if (one && one.startMs < ms) found.push(one.credential);
  }
  return found;
}

function bySignIn({ who, createdMs, accessKeyId }: Credential, indexes: Indexes): FoundHop | null {
  if (createdMs === null || (accessKeyId !== null && !accessKeyId.startsWith("ASIA"))) return null;
  const { byArn, byPrincipalId } = indexes.signIns;
  const same = (who.arn === null ? byPrincipalId.get(who.principalId) : byArn.get(who.arn)) ?? [];
  const fits = between(same, createdMs - SIGN_IN_MS, createdMs + SIGN_IN_MS).filter(({ call }) =>
    indexes.callers.has(call.principalNo),
  );
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
