import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/env";

export interface EvidenceRoot {
  path: string;
  /** Absolute paths of the folders right below it, in order; the first 200. */
  folders: string[];
}

const MOST = 200;

/** The folders of this machine that people may load from, as the operator allowed them. */
export async function listEvidenceRoots(): Promise<{ roots: EvidenceRoot[] }> {
  const roots = env().evidenceRoots.map(async (path) => {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return {
      path,
      folders: names
        .sort()
        .slice(0, MOST)
        .map((name) => join(path, name)),
    };
  });
  return { roots: await Promise.all(roots) };
}
