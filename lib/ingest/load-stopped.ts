import { STORE_FAULT } from "@/lib/sources/store/store-fault";

/** A load cannot go on for want of disk or of its store: what it has read stays, the rest is left for another load. */
export class LoadStopped extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LoadStopped";
  }
}

const FULL = new Set(["ENOSPC", "EDQUOT", "no-space"]);

/** What stops a load as a whole, in words with what to do; null for an error that is the file's own. */
export function stopOf(error: unknown, dataDir: string): LoadStopped | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  const { code } = error;
  if (code === STORE_FAULT) return new LoadStopped(error.message);
  if (!FULL.has(String(code))) return null;
  return new LoadStopped(`The disk of ${dataDir} is full. Make room there, then load the rest.`);
}
