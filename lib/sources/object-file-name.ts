import { createHash } from "node:crypto";

/** What stands in a file's name as it is; anything else, and what a system may read otherwise, becomes `_`. */
const NOT_SAFE = /[^A-Za-z0-9._=-]+/g;
const LONGEST_TAIL = 120;

/**
 * The name of the file that an object is kept in: of its identity's SHA-256 (128 bits, hex), so that two objects never share
 * one, on no file system, with the end of its own name behind it for whoever looks into the folder.
 */
export function objectFileName({ identity, name }: { identity: string; name: string }): string {
  const mark = createHash("sha256").update(identity).digest("hex").slice(0, 32);
  const tail = (name.split("/").at(-1) ?? "").replace(NOT_SAFE, "_").slice(-LONGEST_TAIL);
  return tail === "" ? mark : `${mark}-${tail}`;
}
