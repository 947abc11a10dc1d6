import { rm } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/env";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where what a fetch brings lies until a load has taken it, below the data folder. Throws for what is no id. */
export function fetchFolder(fetchId: string): string {
  if (!ID.test(fetchId)) throw new Error("no id of a fetch");
  return join(env().dataDir, "fetches", fetchId);
}

/** Removes what a fetch brought. */
export async function removeFetchFolder(fetchId: string): Promise<void> {
  await rm(fetchFolder(fetchId), { recursive: true, force: true });
}
