import { z } from "zod";

/** The first entry says what the tar is, the last what is in it. */
export const HEADER = "header.json";
export const MANIFEST = "manifest.json";

const Hash = z.string().regex(/^[0-9a-f]{64}$/);

export const Manifest = z.object({
  files: z.array(z.object({ name: z.string(), size: z.number().int().min(0), sha256: Hash })),
});
export type PackedEntry = z.infer<typeof Manifest>["files"][number];

/** Where an original stands in a tar. */
export function originalEntry(sha256: string): string {
  return `originals/${sha256}`;
}

/** The hash of an original by its entry's name; null for another entry. */
export function hashOfEntry(name: string): string | null {
  return /^originals\/([0-9a-f]{64})$/.exec(name)?.[1] ?? null;
}
