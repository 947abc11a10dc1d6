import { makeSignature } from "better-auth/crypto";
import { findKeptCase, type KeptLogs } from "@/bench/kept-case";
import { auth } from "@/lib/auth/auth";
import { prisma } from "@/lib/db/client";

const EMAIL = "bench@example.net";

const PEOPLE = 50;

/** Signs fifty people in, each an investigator on the case of so many records; a cookie each. */
export async function openSessions(records: number): Promise<string[]> {
  const caseId = await findKeptCase(records);
  const { internalAdapter } = await auth().$context;
  const cookies: string[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const person = { email: `bench-${n}@example.net`, name: `Bench ${n}`, emailVerified: true };
    const known = await internalAdapter.findUserByEmail(person.email);
    const user = known?.user ?? (await internalAdapter.createUser(person, { method: "email" }));
    const member = { caseId: caseId ?? "", userId: user.id, role: "investigator", actor: EMAIL };
    if (caseId !== null) await prisma().caseMember.createMany({ data: member, skipDuplicates: true });
    cookies.push(await cookieOf(user.id));
  }
  return cookies;
}

/** Signs the benchmark's own person in, on the case of so many records, and gives the cookie that a browser would send. */
export async function openSession(records: number, logs?: KeptLogs): Promise<string> {
  const { internalAdapter } = await auth().$context;
  const known = await internalAdapter.findUserByEmail(EMAIL);
  const person = { email: EMAIL, name: "Bench", emailVerified: true };
  const user = known?.user ?? (await internalAdapter.createUser(person, { method: "email" }));
  const caseId = await findKeptCase(records, logs);
  if (caseId !== null) {
    await prisma().caseMember.createMany({
      data: { caseId, userId: user.id, role: "viewer", actor: EMAIL },
      skipDuplicates: true,
    });
  }
  return cookieOf(user.id);
}

async function cookieOf(userId: string): Promise<string> {
  const { internalAdapter, authCookies, secret } = await auth().$context;
  const { token } = await internalAdapter.createSession(userId, false);
  const signature = await makeSignature(token, secret);
  return `${authCookies.sessionToken.name}=${encodeURIComponent(`${token}.${signature}`)}`;
}
