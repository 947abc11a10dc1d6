import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { privateKey } from "@/lib/custody/signing/private-key";
import { publicKeyFacts } from "@/lib/custody/signing/public-key";
import { currentKey, isSigned, listSigningKeys, rotateKey, signBytes } from "@/lib/custody/signing/signing-keys";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), "threadline-key-"));
const file = join(folder, "signing-key.pem");
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv("THREADLINE_DATA_DIR", folder);
});
afterAll(async () => {
  await database.drop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const bytes = Buffer.from('{"a":1}');

describe("the signing key", () => {
  it("is made when it is first asked for, once, for its owner's eyes alone", async () => {
    const keys = await Promise.all([currentKey(), currentKey(), currentKey()]);
    expect(new Set(keys.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(["signing-key.pem"]);
    const { rows } = await pool().query("SELECT subject FROM audit_entries WHERE action = 'signing-key.used'");
    expect(rows).toEqual([{ subject: keys[0]?.fingerprint }]);
  });

  it("signs what no other bytes and no other signature stand for", async () => {
    const signed = await signBytes(bytes);
    expect(await isSigned(bytes, signed)).toBe(true);
    expect(await isSigned(Buffer.from('{"a":2}'), signed)).toBe(false);
    const { signature } = await signBytes(Buffer.from("other"));
    expect(await isSigned(bytes, { ...signed, signature })).toBe(false);
    expect(await isSigned(bytes, { ...signed, fingerprint: "0".repeat(64) })).toBe(false);
  });

  it("gives way to a new one, and what it signed can still be checked", async () => {
    const old = await signBytes(bytes);
    const { fingerprint } = await rotateKey(OPERATOR);
    expect(fingerprint).not.toBe(old.fingerprint);
    expect((await signBytes(bytes)).fingerprint).toBe(fingerprint);
    expect(await isSigned(bytes, old)).toBe(true);
    expect((await listSigningKeys()).map((key) => [key.fingerprint, key.retiredMs === null])).toEqual([
      [fingerprint, true],
      [old.fingerprint, false],
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("may be given from outside, as PEM or base64, and is then not rotated here; another kind is refused unrepeated", async () => {
    const { privateKey: given } = generateKeyPairSync("ed25519");
    const pem = given.export({ type: "pkcs8", format: "pem" }).toString();
    for (const text of [
      pem,
      pem.replaceAll("\n", "\\n"),
      given.export({ type: "pkcs8", format: "der" }).toString("base64"),
    ]) {
      vi.stubEnv("THREADLINE_SIGNING_KEY", text);
      expect((await currentKey()).fingerprint).toBe(publicKeyFacts(createPrivateKey(pem)).fingerprint);
    }
    await expect(rotateKey(OPERATOR)).rejects.toThrow("given by THREADLINE_SIGNING_KEY");
    vi.stubEnv("THREADLINE_SIGNING_KEY", "tellnobody");
    expect(() => privateKey()).toThrow(/^THREADLINE_SIGNING_KEY is no Ed25519 private key \(PKCS #8/);
  });
});
