import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeSetupToken } from "@/bin/setup-token.mjs";
import { changePerson } from "@/lib/auth/change-person";
import { createOwner } from "@/lib/auth/create-owner";
import { findPerson } from "@/lib/auth/find-person";
import { beginPasskey, finishPasskey, listOwnPasskeys, removePasskey } from "@/lib/auth/passkeys/own-passkeys";
import { beginPasskeySignIn, finishPasskeySignIn } from "@/lib/auth/passkeys/passkey-sign-in";
import { arePasskeysPossible } from "@/lib/auth/passkeys/passkeys-over";
import { OPERATOR, type Person } from "@/lib/auth/person";
import { browser, jar } from "@/lib/auth/test-browser";
import { addPerson } from "@/lib/auth/test-people";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

vi.mock("next/headers.js", () => import("@/lib/auth/test-browser"));

const ORIGIN = "https://threadline.example.net";
const PASSWORD = "correct horse battery";
let database: TestDatabase;
beforeAll(async () => {
  process.env.BASE_URL = ORIGIN;
  database = await createTestDatabase();
  const token = (await makeSetupToken(database.url)) ?? "";
  await createOwner({ token, name: "Ada", email: "ada@example.net", password: PASSWORD }, browser());
});
afterAll(async () => {
  process.env.BASE_URL = "";
  await database.drop();
});
beforeEach(() => pool().query("DELETE FROM rate_limits"));

async function me(): Promise<Person> {
  const person = await findPerson(browser());
  if (!person) throw new Error("nobody is signed in");
  return person;
}

/** As much of CBOR (RFC 8949) as an attestation takes: whole numbers, texts, bytes and maps. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (kind: number, n: number) =>
    Buffer.from(n < 24 ? [(kind << 5) | n] : n < 256 ? [(kind << 5) | 24, n] : [(kind << 5) | 25, n >> 8, n & 255]);
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value].flatMap(([key, its]) => [cbor(key), cbor(its as number)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

const [PRESENT, VERIFIED, ATTESTED] = [1, 4, 64];

/** A device of its own (WebAuthn level 2): makes a key pair, and signs what it is asked to. */
function makeDevice({ verifies = true, origin = ORIGIN } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  let counter = 0;
  const clientData = (type: string, challenge: unknown) => Buffer.from(JSON.stringify({ type, challenge, origin }));
  const authenticatorData = (flags: number) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    const flag = flags | PRESENT | (verifies ? VERIFIED : 0);
    const name = createHash("sha256").update(new URL(ORIGIN).hostname).digest();
    return Buffer.concat([name, Buffer.from([flag]), count]);
  };
  const common = { id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key" };
  return {
    create({ challenge }: Record<string, unknown>) {
      const key = new Map<number, number | Buffer>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(jwk.x ?? "", "base64url")],
        [-3, Buffer.from(jwk.y ?? "", "base64url")],
      ]);
      const length = Buffer.from([0, id.length]);
      const authData = Buffer.concat([authenticatorData(ATTESTED), Buffer.alloc(16), length, id, cbor(key)]);
      const attestation = new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]);
      const response = {
        clientDataJSON: clientData("webauthn.create", challenge).toString("base64url"),
        attestationObject: cbor(attestation).toString("base64url"),
        transports: ["internal"],
      };
      return { ...common, response, clientExtensionResults: {} };
    },
    get({ challenge }: Record<string, unknown>) {
      const data = authenticatorData(0);
      const client = clientData("webauthn.get", challenge);
      const signed = Buffer.concat([data, createHash("sha256").update(client).digest()]);
      const response = {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: sign("sha256", signed, privateKey).toString("base64url"),
      };
      return { ...common, response, clientExtensionResults: {} };
    },
  };
}

async function add(device: ReturnType<typeof makeDevice>): Promise<void> {
  const options = await beginPasskey({ password: PASSWORD }, await me(), browser());
  await finishPasskey({ name: "Laptop", credential: device.create(options) }, await me(), browser());
}
async function signInBy(device: ReturnType<typeof makeDevice>): Promise<void> {
  jar.clear();
  const options = await beginPasskeySignIn(browser());
  expect(options).toMatchObject({ userVerification: "required" });
  await finishPasskeySignIn({ credential: device.get(options) }, browser());
}

describe("a passkey", () => {
  const device = makeDevice();

  it("is added with the password, signs in by itself, and is gone once removed", async () => {
    const wrong = beginPasskey({ password: "not this one" }, await me(), browser());
    await expect(wrong).rejects.toMatchObject({ code: "forbidden" });
    await add(device);
    await signInBy(device);
    expect(await me()).toMatchObject({ email: "ada@example.net" });
    const last = await prisma().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(last).toMatchObject({
      action: "person.signed-in",
      detail: { by: "passkey" },
      address: "192.0.2.1",
      agent: "Firefox/128.0 Linux",
    });
    const [kept] = await listOwnPasskeys(await me());
    expect(kept).toMatchObject({ name: "Laptop" });
    const bob = await addPerson("bob", "owner");
    const id = kept?.id ?? "";
    await expect(removePasskey({ id }, bob, browser())).rejects.toMatchObject({ code: "forbidden" });
    for (const password of [undefined, "not this one"])
      await expect(removePasskey({ id, password }, await me(), browser())).rejects.toThrow(/not your password/);
    await removePasskey({ id, password: PASSWORD }, await me(), browser());
    const owner = new Map(jar);
    await expect(signInBy(device)).rejects.toMatchObject({ code: "forbidden" });
    for (const [name, value] of owner) jar.set(name, value);
  });

  it("is asked for by strangers so often, and told of once", async () => {
    await beginPasskeySignIn(browser());
    await pool().query("UPDATE rate_limits SET points = 300 WHERE key LIKE 'asked:passkey%'");
    for (const _ of [1, 2]) await expect(beginPasskeySignIn(browser())).rejects.toThrow(/Too much was asked/);
    expect(await prisma().auditEntry.count({ where: { action: "person.locked-out", subject: "passkey" } })).toBe(1);
    await pool().query("DELETE FROM rate_limits");
  });

  it("of a device that asks for nothing, of another site, or of another question is refused", async () => {
    const kept = new Map(jar);
    await expect(add(makeDevice({ verifies: false }))).rejects.toMatchObject({ code: "forbidden" });
    await expect(add(makeDevice({ origin: "https://evil.example" }))).rejects.toMatchObject({ code: "forbidden" });
    expect(await listOwnPasskeys(await me())).toEqual([]);
    const own = makeDevice();
    await add(own);
    jar.clear();
    const [first] = [await beginPasskeySignIn(browser()), await beginPasskeySignIn(browser())];
    await expect(finishPasskeySignIn({ credential: own.get(first) }, browser())).rejects.toMatchObject({
      code: "forbidden",
    });
    jar.clear();
    const unasked = finishPasskeySignIn({ credential: own.get({ challenge: "x" }) }, browser());
    await expect(unasked).rejects.toMatchObject({ code: "forbidden" });
    expect(await findPerson(browser())).toBeNull();
    for (const [name, value] of kept) jar.set(name, value);
    const person = await me();
    await changePerson({ userId: person.id, disabled: true }, OPERATOR);
    await expect(signInBy(own)).rejects.toThrow(/not accepted/);
    expect(await prisma().webSession.count({ where: { userId: person.id } })).toBe(0);
  });

  it("needs a name and https, or localhost", () => {
    const possible = (url: string) => {
      process.env.BASE_URL = url;
      return arePasskeysPossible();
    };
    expect(possible("http://127.0.0.1:3000")).toBe(false);
    expect(possible("https://[::1]")).toBe(false);
    expect(possible("http://threadline.example.net")).toBe(false);
    expect(possible("http://localhost:3000")).toBe(true);
    expect(possible(ORIGIN)).toBe(true);
  });
});
