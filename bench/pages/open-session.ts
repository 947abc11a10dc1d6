import { makeSignature } from "better-auth/crypto";
import { auth } from "@/lib/auth/auth";

const EMAIL = "bench@example.net";

/** Signs the benchmark's own person in, and gives the cookie that a browser would send. */
export async function openSession(): Promise<string> {
  const { internalAdapter, authCookies, secret } = await auth().$context;
  const known = await internalAdapter.findUserByEmail(EMAIL);
  const person = { email: EMAIL, name: "Bench", emailVerified: true };
  const user = known?.user ?? (await internalAdapter.createUser(person, { method: "email" }));
  const { token } = await internalAdapter.createSession(user.id, false);
  const signature = await makeSignature(token, secret);
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
}
