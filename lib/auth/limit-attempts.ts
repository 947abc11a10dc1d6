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

/** Throws AppError `forbidden` when too many attempts failed of late. */
export async function checkAttempts(account: string, address: string | null): Promise<void> {
  for (const [limit, key] of keysOf(account, address)) {
    const state = await limiter(limit).get(key);
    if (state !== null && state.consumedPoints >= LIMITS[limit]) {
      const minutes = Math.max(1, Math.ceil(state.msBeforeNext / 60_000));
      throw new AppError(
        "forbidden",
        `Too many attempts failed. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
      );
    }
  }
}

/** Counts one that failed. */
export async function countFailure(account: string, address: string | null): Promise<void> {
  for (const [limit, key] of keysOf(account, address)) {
    await limiter(limit)
      .consume(key)
      .catch((refused: unknown) => {
        // Over the limit: counted all the same.
        if (!(refused instanceof RateLimiterRes)) throw refused;
      });
  }
}

/** Forgets what one address got wrong at one account, once it got it right. */
export async function forgetFailures(account: string, address: string | null): Promise<void> {
  const [pair] = keysOf(account, address);
  if (pair) await limiter(pair[0]).delete(pair[1]);
}
