import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/env";

/** Grows with every change of what is made: data of an earlier form are made again. */
const FORM = 2;

/** A folder of made-up files, made at the first call and kept for later runs; half-made ones count as none. */
export async function makeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(env().dataDir, "files", `${name}-form${FORM}`);
  if (existsSync(folder)) return folder;
  const begun = `${folder}.begun`;
  await rm(begun, { recursive: true, force: true });
  await mkdir(begun, { recursive: true });
  await make(begun);
  await rename(begun, folder);
  return folder;
}
