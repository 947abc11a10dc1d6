import { sign, verify } from "node:crypto";
import { appendAuditEntry, THREADLINE_ITSELF } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { privateKey, replacePrivateKey } from "@/lib/custody/signing/private-key";
import { type PublicKeyFacts, publicKeyFacts } from "@/lib/custody/signing/public-key";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";

/** A key that the installation signs with, or did. */
export interface SigningKeyRow extends PublicKeyFacts {
  /** Epoch ms; null for one that signs still. */
  retiredMs: number | null;
  firstUsedMs: number;
}

export interface Signature {
  fingerprint: string;
  /** Ed25519 over the bytes, base64. */
  signature: string;
}

/** The public half of the key in use, made when it is first asked for and kept for whoever checks what it signed. */
export async function currentKey(): Promise<PublicKeyFacts> {
  const facts = publicKeyFacts(privateKey());
  const { rowCount } = await pool().query("SELECT FROM signing_keys WHERE fingerprint = $1", [facts.fingerprint]);
  if (rowCount === 0) await inTransaction((transaction) => keepKey(transaction, facts, THREADLINE_ITSELF));
  return facts;
}

/** Signs bytes; the key's public half is kept before anything that it signed is. */
export async function signBytes(bytes: Uint8Array): Promise<Signature> {
  const key = privateKey();
  const facts = publicKeyFacts(key);
  await inTransaction((transaction) => keepKey(transaction, facts, THREADLINE_ITSELF));
  return { fingerprint: facts.fingerprint, signature: sign(null, bytes, key).toString("base64") };
}

/** True where the key, the present or an old one, signed these very bytes. */
export async function isSigned(bytes: Uint8Array, { fingerprint, signature }: Signature): Promise<boolean> {
  const { rows } = await pool().query<{ publicKey: string }>(
    `SELECT public_key AS "publicKey" FROM signing_keys WHERE fingerprint = $1`,
    [fingerprint],
  );
  return rows[0] !== undefined && verify(null, bytes, rows[0].publicKey, Buffer.from(signature, "base64"));
}

/** The public half of a key, PEM. Throws an Error for one that never signed here. */
export async function publicKeyOf(fingerprint: string): Promise<string> {
  const found = (await listSigningKeys()).find((key) => key.fingerprint === fingerprint);
  if (!found) throw new Error("the signing key is not among those of this installation");
  return found.publicKey;
}

/** The keys, the newest first. */
export async function listSigningKeys(): Promise<SigningKeyRow[]> {
  const { rows } = await pool().query<SigningKeyRow>(
    `SELECT fingerprint, public_key AS "publicKey", (extract(epoch FROM first_used_at) * 1000)::float8 AS "firstUsedMs",
            (extract(epoch FROM retired_at) * 1000)::float8 AS "retiredMs"
       FROM signing_keys ORDER BY retired_at DESC NULLS FIRST, first_used_at DESC, fingerprint`,
  );
  return rows.map((row) => ({ ...row }));
}

/**
 * Signs with a new key from now on. Public halves of old ones stay, so that what they signed can be checked. Throws AppError
 * `conflict` where the key is given from outside.
 */
export async function rotateKey(actor: Actor): Promise<PublicKeyFacts> {
  const old = await currentKey();
  replacePrivateKey();
  const facts = publicKeyFacts(privateKey());
  await inTransaction(async (transaction) => {
    await transaction.signingKey.update({
      where: { fingerprint: old.fingerprint },
      data: { retiredAt: new Date() },
      select: { fingerprint: true },
    });
    await keepKey(transaction, facts, actor);
  });
  return facts;
}

async function keepKey(
  transaction: Transaction,
  { fingerprint, publicKey }: PublicKeyFacts,
  actor: Actor | typeof THREADLINE_ITSELF,
): Promise<void> {
  const { count } = await transaction.signingKey.createMany({
    data: [{ fingerprint, publicKey }],
    skipDuplicates: true,
  });
  if (count === 0) return;
  await appendAuditEntry(transaction, {
    ...{ actor, action: "signing-key.used", caseId: null, subject: fingerprint },
    detail: {},
  });
}
