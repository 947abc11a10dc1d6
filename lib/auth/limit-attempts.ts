import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";

const WITHIN_SECONDS = 15 * 60;

/**
 * Failed attempts within a quarter of an hour. One address guessing at one account is stopped soon; many addresses at
 * one account, and one address at many, later, so that a guesser does not lock out who belongs there.
 */
const LIMITS = { pair: 8, account: 60, address: 100 } as const;
type Limit = keyof typeof LIMITS;

const limiters = new Map<Limit, RateLimiterPostgres>();

function limiter(limit: Limit): RateLimiterPostgres {
  let found = limiters.get(limit);
  if (!found) {
    found = new RateLimiterPostgres({
      ...{ storeClient: pool(), storeType: "pool", tableName: "rate_limits", tableCreated: true, keyPrefix: limit },
      ...{ points: LIMITS[limit], duration: WITHIN_SECONDS },
    });
    limiters.set(limit, found);
  }
  return found;
}

function keysOf(account: string, address: string | null): [Limit, string][] {
  const from = address ?? "unknown";
  return [
    ["pair", `${account} ${from}`.slice(0, 200)],
    ["account", account.slice(0, 200)],
    ["address", from],
  ];
}

/**
 * Counts an attempt as failed before it is made, so that a thousand at once are no way past the limits; who got it right
 * gives it back. Throws AppError `forbidden` when too many failed of late; that one is not counted.
 */
export async function takeAttempt(account: string, address: string | null): Promise<void> {
  const taken: [Limit, string][] = [];
  for (const [limit, key] of keysOf(account, address)) {
    taken.push([limit, key]);
    const refused = await limiter(limit)
      .consume(key)
      .then(() => null)
      .catch((refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal;
        throw refusal;
      });
    if (refused === null) continue;
    for (const [one, its] of taken) await limiter(one).reward(its);
    const minutes = Math.max(1, Math.ceil(refused.msBeforeNext / 60_000));
    throw new AppError(
      "forbidden",
      `Too many attempts failed. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    );
  }
}

/** An attempt that did not fail: forgets what one address got wrong at one account, too. */
export async function giveAttemptBack(account: string, address: string | null): Promise<void> {
  for (const [limit, key] of keysOf(account, address)) {
    if (limit === "pair") await limiter(limit).delete(key);
    else await limiter(limit).reward(key);
  }
}
