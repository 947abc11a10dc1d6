import type pg from "pg";
import { withTransaction } from "@/lib/db/pool";
import { countDuplicates } from "@/lib/ingest/duplicates/count-duplicates";
import { markFlowDuplicates } from "@/lib/ingest/duplicates/mark-flow-duplicates";
import { markCallDuplicates, markEqualRecords, markRepeatedCalls } from "@/lib/ingest/duplicates/mark-other-duplicates";
import { markQueryDuplicates } from "@/lib/ingest/duplicates/mark-query-duplicates";
import { caseLoadIds } from "@/lib/ledger/load-ledger";

/** Decides which records of a case count but flow records, once a load has been added to it. Run again, it comes to the same marks. */
export async function markOtherDuplicates(caseId: string, loadId: number): Promise<void> {
  const loads = await caseLoadIds(caseId);
  await marking(async (client) => {
    await markQueryDuplicates(client, loadId, loads);
    await markEqualRecords(client, caseId, loads);
    await markCallDuplicates(client, loads);
    await markRepeatedCalls(client, loads);
  });
}

/** The same for flow records; counts what all kinds have of duplicates once the others' are marked. */
export async function markFlowsAndCount(caseId: string, loadId: number, others: Promise<void>): Promise<void> {
  const loads = await caseLoadIds(caseId);
  await marking(async (client) => {
    await markFlowDuplicates(client, caseId, loadId);
    await others;
    await countDuplicates(client, caseId, loads);
  });
}

function marking(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  return withTransaction(async (client) => {
    await client.query("SET LOCAL work_mem = '64MB'");
    await work(client);
  });
}
