import { prisma } from "@/lib/db/client";
import type { ReferenceKind, Skipped } from "@/lib/reference/reference.types";

export interface ReferenceFileRow {
  id: number;
  kind: ReferenceKind;
  name: string;
  sha256: string;
  size: number;
  entries: number;
  skipped: Skipped[];
  /** When the file says it was made; null where it does not. */
  datedMs: number | null;
  actor: string;
  addedMs: number;
}

/** Every file of reference data, by kind and name. */
export async function listReference(): Promise<ReferenceFileRow[]> {
  const files = await prisma().referenceFile.findMany({ orderBy: [{ kind: "asc" }, { name: "asc" }] });
  return files.map(({ dated, addedAt, size, kind, skipped, ...row }) => ({
    ...{ ...row, kind: kind as ReferenceKind, skipped: skipped as unknown as Skipped[], size: Number(size) },
    ...{ datedMs: dated?.getTime() ?? null, addedMs: addedAt.getTime() },
  }));
}
