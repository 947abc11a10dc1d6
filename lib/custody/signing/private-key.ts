import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/core/app-error";
import { env } from "@/lib/env";

const NO_KEY = "is no Ed25519 private key (PKCS #8, PEM, or base64 of its DER)";

const keyPath = (dataDir: string) => join(dataDir, "signing-key.pem");

/**
 * The key that the installation signs with: THREADLINE_SIGNING_KEY, else the one in the data folder, which is made when it
 * is first asked for. Read each time, as another process may have put a new one in its place. Throws AppError `unavailable`.
 */
export function privateKey(): KeyObject {
  const { signingKey, dataDir } = env();
  if (signingKey !== null) return readKey(signingKey, "THREADLINE_SIGNING_KEY");
  const path = keyPath(dataDir);
  let text = readKept(path);
  if (text === null) {
    const made = writeBeside(path);
    try {
      // Whole or not there, and never over a key that another process made just now.
      linkSync(made, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(made, { force: true });
    }
    text = readKept(path);
  }
  return readKey(text ?? "", "The signing key in the data folder");
}

/** Puts a new key in the place of the one in the data folder, which is gone then. Throws AppError `conflict`. */
export function replacePrivateKey(): void {
  const { signingKey, dataDir } = env();
  if (signingKey !== null) {
    throw new AppError("conflict", "The key is given by THREADLINE_SIGNING_KEY: give another one there.");
  }
  renameSync(writeBeside(keyPath(dataDir)), keyPath(dataDir));
}

function readKept(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** A new key in a file of its own that nobody else reads; its path. */
function writeBeside(path: string): string {
  mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
  const made = `${path}.${randomUUID()}`;
  const { privateKey: key } = generateKeyPairSync("ed25519");
  writeFileSync(made, key.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  return made;
}

function readKey(text: string, what: string): KeyObject {
  try {
    const key = text.includes("-----BEGIN")
      ? createPrivateKey(text.replaceAll("\\n", "\n"))
      : createPrivateKey({ key: Buffer.from(text.trim(), "base64"), type: "pkcs8", format: "der" });
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // What is wrong with a secret is not repeated.
  }
  throw new AppError("unavailable", `${what} ${NO_KEY}.`);
}
