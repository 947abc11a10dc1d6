import { type BetterAuthPlugin, betterAuth } from "better-auth";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { commonOptions } from "@/lib/auth/auth";
import { AppError } from "@/lib/core/app-error";
import { prisma, type Transaction } from "@/lib/db/client";
import { env, type OidcSettings } from "@/lib/env";

/** The name of the one provider, as kept beside an identity and as it stands in the address that the provider returns to. */
export const OIDC = "oidc";
/** How long the provider may take over one answer. */
const PATIENCE_MS = 10_000;
/** How long what it says of itself is believed. */
const KEPT_MS = 10 * 60_000;

export type Provider = Awaited<ReturnType<typeof betterAuth>["$context"]>["socialProviders"][number];

let kept: { key: string; atMs: number; provider: Provider } | null = null;

/** The provider that is named in the settings. Throws AppError `not-found` where none is. */
function oidcSettings(): OidcSettings {
  const { oidc } = env();
  if (oidc === null) throw new AppError("not-found", "No identity provider is configured.");
  return oidc;
}

/**
 * The provider, by its discovery document, which is read anew every ten minutes: outside of any transaction, as all of them
 * would wait with it. Throws AppError `not-found`, and `unavailable` where it does not answer in time or says nothing of itself.
 */
export async function findProvider(): Promise<Provider> {
  const settings = oidcSettings();
  const key = JSON.stringify(settings);
  if (kept?.key === key && kept.atMs > Date.now() - KEPT_MS) return kept.provider;
  const { $context } = betterAuth({ ...commonOptions(prisma()), plugins: [pluginOf(settings)] });
  const { socialProviders } = await within(PATIENCE_MS, $context).catch(() => ({ socialProviders: [] }));
  const found = socialProviders.find(({ id }) => id === OIDC);
  if (!found) throw new AppError("unavailable", "The identity provider cannot be reached, or says nothing of itself.");
  const provider: Provider = {
    ...found,
    validateAuthorizationCode: (asked) => within(PATIENCE_MS, found.validateAuthorizationCode(asked)),
    getUserInfo: (tokens) => within(PATIENCE_MS, found.getUserInfo(tokens)),
  };
  kept = { key, atMs: Date.now(), provider };
  return provider;
}

/**
 * better-auth for signing in by the provider (OpenID Connect, authorization code with PKCE, state, nonce and a verified ID
 * token), over a client of the database.
 */
export function oidcOver(client: Transaction, provider: Provider) {
  const common = commonOptions(client);
  const known = {
    id: "known-provider",
    init: () => ({ context: { socialProviders: [provider] } }),
  } satisfies BetterAuthPlugin;
  return betterAuth({
    ...common,
    account: {
      ...common.account,
      // Someone who was invited has said no more of their address than the owner did: the provider's word for it counts.
      accountLinking: { enabled: true, requireLocalEmailVerified: false, trustedProviders: [] },
      updateAccountOnSignIn: false,
    },
    plugins: [known],
  });
}

function pluginOf({ issuer, clientId, clientSecret }: OidcSettings) {
  return genericOAuth({
    config: [
      {
        providerId: OIDC,
        discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
        ...{ clientId, clientSecret, scopes: ["openid", "email", "profile"], pkce: true },
        requireIdTokenVerification: true,
        // Some providers write the claim as a text, and the text "false" is as true as any.
        mapProfileToUser: ({ name, email, email_verified: verified }) => ({
          name: String(name ?? email ?? "").slice(0, 100),
          emailVerified: verified === true || verified === "true",
        }),
      },
    ],
  });
}

/** Throws AppError `unavailable` once the time is over; what is waited for is let go. */
async function within<Value>(patienceMs: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => refuse(new AppError("unavailable", "The identity provider took too long.")), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
