import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { type Proposal, proposeTables } from "@/lib/athena/tables/propose-tables";
import type { AwsConnection } from "@/lib/aws/aws-connection.types";
import type { TablesView } from "@/lib/fetch/fetch-view.types";
import { type AskedAthena, inAthena, type OpenAthena } from "@/lib/fetch/in-athena";
import { listArchives } from "@/lib/fetch/list-archives";
import { tablesIn } from "@/lib/fetch/set-up-athena";

interface FoundTables {
  /** Null: the database is not there. */
  existing: LogTable[] | null;
  proposals: Proposal[];
  notes: string[];
}

/** Which tables the database has, and which can be made over the logs that AWS says are written. Throws AwsFault. */
export async function findAndPropose(athena: OpenAthena): Promise<FoundTables> {
  const existing = await tablesIn(athena);
  const { archives, notes } = await listArchives(athena);
  const { database } = athena.asked;
  const { proposals, notes: unmade } = proposeTables(archives, { database, existing });
  return { existing, proposals, notes: [...notes, ...unmade] };
}

/** The same for people, with what counts of the workgroup. Changes nothing. Throws AppError `invalid` with AWS's reason. */
export function lookForTables(asked: AskedAthena, connection: AwsConnection, askedBy: string): Promise<TablesView> {
  return inAthena(asked, { connection, askedBy }, async (athena) => {
    const { existing, proposals, notes } = await findAndPropose(athena);
    const { outputLocation, mostBytes, limitOf } = athena;
    return {
      ...{ outputLocation, mostBytes, limitOf, notes },
      found: (existing ?? []).map(({ name, kind }) => ({ name, kind })),
      proposals: proposals.map(({ statement, ...rest }) => ({ ...rest, statement: statement.toString() })),
    };
  });
}
