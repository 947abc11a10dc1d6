import { randomUUID } from "node:crypto";
import { type AthenaPlace, awaitQuery, startQuery } from "@/lib/athena/run-query";
import type { NewTable } from "@/lib/athena/tables/create-table";

/** Makes a table that somebody has agreed to. A statement that makes one scans nothing. Throws AwsFault where it failed. */
export async function makeTable(place: AthenaPlace, { statement }: NewTable): Promise<void> {
  const id = await startQuery(place, statement, randomUUID());
  await awaitQuery(place, id, 0);
}
