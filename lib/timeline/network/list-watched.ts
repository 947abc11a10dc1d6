import { prisma } from "@/lib/db/client";

/** A listed value that a case keeps an eye on, with the list as it was then. */
export interface WatchedRow {
  kind: "network" | "name";
  value: string;
  source: string;
  note: string;
  datedMs: number | null;
  actor: string;
  addedMs: number;
}

export async function listWatched(caseId: string): Promise<WatchedRow[]> {
  const rows = await prisma().watchedValue.findMany({
    where: { caseId },
    orderBy: [{ kind: "asc" }, { value: "asc" }],
  });
  return rows.map(({ kind, value, source, note, dated, actor, createdAt }) => ({
    ...{ kind: kind === "name" ? "name" : "network", value, source, note, actor },
    ...{ datedMs: dated?.getTime() ?? null, addedMs: createdAt.getTime() },
  }));
}
