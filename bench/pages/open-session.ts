import { makeSignature } from "better-auth/crypto";
import { findKeptCase } from "@/bench/kept-case";
import { auth } from "@/lib/auth/auth";
import { prisma } from "@/lib/db/client";

const EMAIL = "bench@example.net";

/** Signs the benchmark's own person in, on the case of so many records, and gives the cookie that a browser would send. */
export async function openSession(records: number): Promise<string> {
  const { internalAdapter, authCookies, secret } = await auth().$context;
  const known = await internalAdapter.findUserByEmail(EMAIL);
  const person = { email: EMAIL, name: "Bench", emailVerified: true };
  const user = known?.user ?? (await internalAdapter.createUser(person, { method: "email" }));
  const caseId = await findKeptCase(records);
  if (caseId !== null) {
    await prisma().caseMember.createMany({
      data: { caseId, userId: user.id, role: "viewer", actor: EMAIL },
      skipDuplicates: true,
    });
  }
  const { token } = await internalAdapter.createSession(user.id, false);
  const signature = await makeSignature(token, secret);
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
}
