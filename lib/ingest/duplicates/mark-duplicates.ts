import { withTransaction } from "@/lib/db/pool";
import { countDuplicates } from "@/lib/ingest/duplicates/count-duplicates";
import { markFlowDuplicates } from "@/lib/ingest/duplicates/mark-flow-duplicates";
import { markCallDuplicates, markEqualRecords, markRepeatedCalls } from "@/lib/ingest/duplicates/mark-other-duplicates";
import { markQueryDuplicates } from "@/lib/ingest/duplicates/mark-query-duplicates";
import { caseLoadIds } from "@/lib/ledger/load-ledger";

/** Decides which records of a case count, once a load has been added to it. Run again, it comes to the same marks. */
export async function markDuplicates(caseId: string, loadId: number): Promise<void> {
  const loads = await caseLoadIds(caseId);
  await withTransaction(async (client) => {
    await client.query("SET LOCAL work_mem = '64MB'");
    await markFlowDuplicates(client, caseId, loadId, loads);
    await markQueryDuplicates(client, loadId, loads);
    await markEqualRecords(client, caseId, loads);
    await markCallDuplicates(client, loads);
    await markRepeatedCalls(client, loads);
    await countDuplicates(client, caseId, loads);
  });
}
