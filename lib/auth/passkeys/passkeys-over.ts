import { isIP } from "node:net";
import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { commonOptions } from "@/lib/auth/auth";
import type { Transaction } from "@/lib/db/client";
import { env } from "@/lib/env";

/** A passkey belongs to a name, and to https unless that is localhost; browsers make none for a mere address. */
export function arePasskeysPossible(): boolean {
  const { hostname, protocol } = new URL(env().baseUrl);
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) return false;
  return protocol === "https:" || hostname === "localhost";
}

/**
 * better-auth for passkeys (WebAuthn). A passkey takes the place of password and second factor, so that the device must
 * have asked for a finger, a face or a PIN: one that only was there is refused.
 */
export function passkeysOver(client: Transaction) {
  const { origin, hostname } = new URL(env().baseUrl);
  const common = commonOptions(client);
  return betterAuth({
    ...common,
    // The password is asked for instead of a session that began today.
    session: { ...common.session, freshAge: 0 },
    plugins: [
      passkey({
        ...{ rpID: hostname, rpName: "Threadline", origin },
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        registration: {
          afterVerification: ({ verification }) => {
            if (verification.registrationInfo?.userVerified !== true) throw new APIError("BAD_REQUEST");
          },
        },
        authentication: {
          afterVerification: ({ verification }) => {
            if (!verification.authenticationInfo.userVerified) throw new APIError("BAD_REQUEST");
          },
        },
      }),
      nextCookies(),
    ],
  });
}
