import { connectionOf } from "@/lib/connections/connection-row";
import { prisma } from "@/lib/db/client";

/** What whoever may fetch has to know of a connection to choose it. */
export interface ConnectionChoice {
  id: string;
  name: string;
  accountIds: string[];
  regions: string[];
}

/** Every connection, by name, without how it gets in. */
export async function listConnectionChoices(): Promise<ConnectionChoice[]> {
  const rows = await prisma().awsConnection.findMany({ orderBy: { name: "asc" } });
  return rows.map((row) => {
    const { id, name, regions, accounts } = connectionOf(row);
    return { id, name, regions: [...regions], accountIds: accounts.map(({ accountId }) => accountId) };
  });
}
