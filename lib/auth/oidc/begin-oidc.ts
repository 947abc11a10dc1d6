import { isAPIError } from "better-auth/api";
import { originOf } from "@/lib/audit/origin";
import { limitAsking } from "@/lib/auth/limit-attempts";
import { findProvider, OIDC, oidcOver } from "@/lib/auth/oidc/oidc-over";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";

export interface Leaving {
  /** At the provider. */
  url: string;
  /** Values of Set-Cookie: what tells, on the way back, that it is this browser's. */
  cookies: string[];
}

/**
 * Where a browser goes to sign in at the provider, and comes back to a path of ours. Throws AppError `not-found` (none is
 * configured) or `unavailable`.
 */
export async function beginOidc(path: string, headers: Headers): Promise<Leaving> {
  await limitAsking("identity provider", originOf(headers));
  const provider = await findProvider();
  try {
    const { headers: answered, response } = await oidcOver(prisma(), provider).api.signInSocial({
      body: { provider: OIDC, callbackURL: path, errorCallbackURL: "/sign-in", disableRedirect: true },
      headers,
      returnHeaders: true,
    });
    if (response.url) return { url: response.url, cookies: answered.getSetCookie() };
  } catch (error) {
    if (!isAPIError(error)) throw error;
  }
  throw new AppError("unavailable", "The identity provider cannot be reached, or says nothing of itself.");
}
