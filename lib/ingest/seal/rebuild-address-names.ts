import { withTransaction } from "@/lib/db/pool";
import { loadTable } from "@/lib/ingest/load-tables";

/**
 * Notes when each asker of a load was given which address for which name: one row an asker, address, name and day (UTC),
 * with every moment once and in order, so that the answer before any moment is found exactly. Only the load's own rows
 * are replaced: an answer that another load holds too says the same thing twice, which changes nothing.
 */
export async function rebuildAddressNames(caseId: string, loadId: number): Promise<void> {
  const table = loadTable("dns_queries", loadId);
  await withTransaction(async (client) => {
    await client.query("DELETE FROM address_names WHERE case_id = $1 AND load_id = $2", [caseId, loadId]);
    const found = await client.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [table]);
    if (found.rows[0]?.there !== true) return;
    await client.query("SET LOCAL work_mem = '64MB'");
    // Only a query that makes a table may use both cores. The moments are put in order afterwards: asked for here, they
    // would make a sort of all answers out of a count by hash, which takes four times as long.
    await client.query(
      `CREATE TEMP TABLE named_addresses ON COMMIT DROP AS
       SELECT asker_no, name_no, address, date_bin('1 day', at, '2000-01-01Z') AS day, array_agg(at) AS times
         FROM ${table}, unnest(resolved_ips) AS address
        GROUP BY 1, 2, 3, 4`,
    );
    await client.query(
      `INSERT INTO address_names (case_id, load_id, asker_no, name_no, address, vpc_id, day, last_at, times)
       SELECT $1, $2, n.asker_no, n.name_no, n.address, a.vpc_id, n.day, s.times[cardinality(s.times)], s.times
         FROM named_addresses n JOIN dns_askers a ON a.id = n.asker_no
        CROSS JOIN LATERAL (SELECT array_agg(DISTINCT at ORDER BY at) AS times FROM unnest(n.times) at) s`,
      [caseId, loadId],
    );
  });
}
