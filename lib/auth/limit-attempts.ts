import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { type AuditRecord, appendAuditEntry, NOBODY } from "@/lib/audit/append-entry";
import type { Origin } from "@/lib/audit/origin";
import { sha256Of } from "@/lib/auth/entry-link";
import { networkOfOne } from "@/lib/core/address";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";

const WITHIN_SECONDS = 15 * 60;

/**
 * Failed attempts within a quarter of an hour. One address guessing at one account is stopped soon; many addresses at
 * one account, and one address at many, later, so that a guesser does not lock out who belongs there.
 */
const ATTEMPTS = { pair: 8, account: 60, address: 100 } as const;
/** What is asked by someone who is not signed in and costs something, in the same time; that a limit was met is told once in it. */
const LIMITS = { ...ATTEMPTS, asked: 300, told: 1, code: 1 } as const;
type Limit = keyof typeof LIMITS;

/** By the pool that they count through: one that was closed counts nothing any more. */
const limiters = new WeakMap<ReturnType<typeof pool>, Map<Limit, RateLimiterPostgres>>();

function limiter(limit: Limit): RateLimiterPostgres {
  const storeClient = pool();
  const ofPool = limiters.get(storeClient) ?? new Map<Limit, RateLimiterPostgres>();
  limiters.set(storeClient, ofPool);
  let found = ofPool.get(limit);
  if (!found) {
    found = new RateLimiterPostgres({
      ...{ storeClient, storeType: "pool", tableName: "rate_limits", tableCreated: true, keyPrefix: limit },
      ...{ points: LIMITS[limit], duration: WITHIN_SECONDS },
    });
    ofPool.set(limit, found);
  }
  return found;
}

function keysOf(account: string, { address }: Origin): [keyof typeof ATTEMPTS, string][] {
  const from = address === null ? "unknown" : networkOfOne(address);
  return [
    ["pair", `${account} ${from}`.slice(0, 200)],
    ["account", account.slice(0, 200)],
    ["address", from],
  ];
}

/**
 * Counts an attempt as failed before it is made, so that a thousand at once are no way past the limits; who got it right
 * gives it back. Throws AppError `forbidden` when too many failed of late; that one is not counted, and the first of them stands
 * in the trail.
 */
export async function takeAttempt(account: string, from: Origin): Promise<void> {
  const taken: [Limit, string][] = [];
  for (const [limit, key] of keysOf(account, from)) {
    taken.push([limit, key]);
    const refused = await consume(limit, key);
    if (refused === null) continue;
    for (const [one, its] of taken) await limiter(one).reward(its);
    await tellOnce(`${limit} ${key}`, lockOut(account, from, { limit: LIMITS[limit], of: limit }));
    throw tooMany("Too many attempts failed.", refused);
  }
}

/** An attempt that did not fail: forgets what one address got wrong at one account, too. */
export async function giveAttemptBack(account: string, from: Origin): Promise<void> {
  for (const [limit, key] of keysOf(account, from)) {
    if (limit === "pair") await limiter(limit).delete(key);
    else await limiter(limit).reward(key);
  }
}

/** Counts what someone asks who is not signed in, whether it fails or not. Throws AppError `forbidden` for too much of it. */
export async function limitAsking(what: string, from: Origin): Promise<void> {
  const [, , [, address]] = keysOf(what, from) as [unknown, unknown, [string, string]];
  const refused = await consume("asked", `${what} ${address}`);
  if (refused === null) return;
  await tellOnce(`asked ${what} ${address}`, lockOut(what, from, { limit: LIMITS.asked, of: "asked" }));
  throw tooMany("Too much was asked.", refused);
}

/** True for the first who brings a code of someone's app; the same one counts once, for longer than the app shows it. */
export async function takeCode(email: string, code: string): Promise<boolean> {
  return (await consume("code", sha256Of(`${email} ${code}`))) === null;
}

async function consume(limit: Limit, key: string): Promise<RateLimiterRes | null> {
  return limiter(limit)
    .consume(key)
    .then(() => null)
    .catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return refusal;
      throw refusal;
    });
}

function lockOut(account: string, from: Origin, detail: { limit: number; of: string }): AuditRecord {
  const subject = account.slice(0, 320);
  return { actor: NOBODY, from, action: "person.locked-out", caseId: null, subject, detail };
}

/** Writes an entry unless one of that key was written a moment ago: a guesser fills the trail with one in a quarter of an hour. */
export async function tellOnce(key: string, entry: AuditRecord): Promise<void> {
  if ((await consume("told", key.slice(0, 240))) !== null) return;
  await inTransaction((transaction) => appendAuditEntry(transaction, entry));
}

function tooMany(words: string, { msBeforeNext }: RateLimiterRes): AppError {
  const minutes = Math.max(1, Math.ceil(msBeforeNext / 60_000));
  return new AppError("forbidden", `${words} Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`);
}
