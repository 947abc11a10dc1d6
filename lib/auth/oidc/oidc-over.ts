import { betterAuth } from "better-auth";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { commonOptions } from "@/lib/auth/auth";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";
import { env, type OidcSettings } from "@/lib/env";

/** The name of the one provider, as kept beside an identity and as it stands in the address that the provider returns to. */
export const OIDC = "oidc";

/** The provider that is named in the settings. Throws AppError `not-found` where none is. */
function oidcSettings(): OidcSettings {
  const { oidc } = env();
  if (oidc === null) throw new AppError("not-found", "No identity provider is configured.");
  return oidc;
}

/**
 * better-auth for signing in by the provider (OpenID Connect, authorization code with PKCE, state, nonce and a verified ID
 * token). Made anew each time, as it reads the provider's discovery document when it is made.
 */
export function oidcOver(client: Transaction) {
  const { issuer, clientId, clientSecret } = oidcSettings();
  const common = commonOptions(client);
  return betterAuth({
    ...common,
    account: {
      ...common.account,
      // Someone who was invited has said no more of their address than the owner did: the provider's word for it counts.
      accountLinking: { enabled: true, requireLocalEmailVerified: false, trustedProviders: [] },
      updateAccountOnSignIn: false,
    },
    plugins: [
      genericOAuth({
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
      }),
    ],
  });
}
