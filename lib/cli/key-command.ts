import { Command } from "commander";
import { OPERATOR } from "@/lib/auth/person";
import type { PublicKeyFacts } from "@/lib/custody/signing/public-key";
import { currentKey, listSigningKeys, rotateKey } from "@/lib/custody/signing/signing-keys";
import { closeDatabase } from "@/lib/db/client";

const print = ({ fingerprint, publicKey }: PublicKeyFacts) =>
  process.stdout.write(`${publicKey}SHA-256 ${fingerprint}\n`);

/** `threadline key`: the public half of the key that versions are signed with; `--rotate` makes a new one. */
export function keyCommand(): Command {
  return new Command("key")
    .description("print the public key that frozen versions are signed with, and its fingerprint")
    .option("--all", "old ones too, the newest first")
    .option("--rotate", "sign with a new key from now on; public halves of old ones stay")
    .action(async ({ all, rotate }: { all?: boolean; rotate?: boolean }) => {
      try {
        const current = rotate ? await rotateKey(OPERATOR) : await currentKey();
        for (const one of all ? await listSigningKeys() : [current]) print(one);
      } finally {
        await closeDatabase();
      }
    });
}
