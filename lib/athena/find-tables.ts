import type { GlueClient } from "@aws-sdk/client-glue";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { recogniseTable } from "@/lib/athena/tables/recognise-table";

/** The tables of a database that hold logs, by name. Throws what Glue answers. */
export async function findTables(client: GlueClient, database: string, signal: AbortSignal): Promise<LogTable[]> {
  const { paginateGetTables } = await import("@aws-sdk/client-glue");
  const found: LogTable[] = [];
  for await (const page of paginateGetTables({ client }, { DatabaseName: database }, { abortSignal: signal })) {
    for (const table of page.TableList ?? []) {
      const known = recogniseTable(table);
      if (known !== null) found.push(known);
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
