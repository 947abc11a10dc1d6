import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/env";

// As the upload server makes them: nothing that a person wrote becomes a path.
const ID = /^[0-9a-f]{32}$/;

export function isUploadId(text: string): boolean {
  return ID.test(text);
}

/** Where uploads lie until a load has taken them; made when it is missing. */
export function uploadFolder(): string {
  const folder = join(env().dataDir, "uploads");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The bytes of an upload. Throws for what is no id. */
export function uploadPath(id: string): string {
  if (!isUploadId(id)) throw new Error("no id of an upload");
  return join(uploadFolder(), id);
}

/** Removes an upload's bytes and what the upload server noted about it. */
export async function removeUpload(id: string): Promise<void> {
  const path = uploadPath(id);
  await rm(path, { force: true });
  await rm(`${path}.json`, { force: true });
}
