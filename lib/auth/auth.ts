import { type BetterAuthOptions, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { nextCookies } from "better-auth/next-js";
import { twoFactor } from "better-auth/plugins/two-factor";
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from "@/lib/auth/password-bounds";
import { secret } from "@/lib/auth/secret";
import { prisma, type Transaction } from "@/lib/db/client";
import { env } from "@/lib/env";

const DAY_SECONDS = 24 * 60 * 60;

/** What every better-auth of ours has in common, over a client of the database. */
export function commonOptions(client: Transaction) {
  const { baseUrl } = env();
  return {
    appName: "Threadline",
    baseURL: baseUrl,
    secret: secret(),
    database: prismaAdapter(client, { provider: "postgresql" }),
    user: { additionalFields: { role: { type: "string", input: false, defaultValue: "member" } } },
    session: { modelName: "webSession", expiresIn: 7 * DAY_SECONDS, updateAge: DAY_SECONDS },
    account: { modelName: "loginAccount" },
    advanced: {
      cookiePrefix: "threadline",
      useSecureCookies: baseUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  } as const satisfies BetterAuthOptions;
}

/**
 * better-auth over a client of the database, one inside a transaction too: what it writes then stands or falls with the
 * audit entry beside it. Its own HTTP routes are not served; verbs of this folder call it.
 */
export function authOver(client: Transaction) {
  return betterAuth({
    ...commonOptions(client),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    plugins: [
      // Codes are encrypted with the secret of the installation. Trusting a device is not offered.
      twoFactor({ issuer: "Threadline" }),
      nextCookies(),
    ],
  });
}

/** By the client that it reads through: one that was closed reads nothing any more. */
const shared = new WeakMap<Transaction, ReturnType<typeof authOver>>();

/** The process's better-auth, for reading sessions. */
export function auth(): ReturnType<typeof authOver> {
  const client = prisma();
  const found = shared.get(client) ?? authOver(client);
  shared.set(client, found);
  return found;
}
