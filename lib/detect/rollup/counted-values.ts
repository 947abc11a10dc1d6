import type { RunContext } from "@/lib/detect/run-context";

/** Fields of the search language whose values no roll-up tells. */
const SCANNED_FIELDS = ["domain", "type", "rcode", "error"] as const;
export type ScannedField = (typeof SCANNED_FIELDS)[number];

/** Of a field, the most frequent ones. */
export const MOST_COUNTED_VALUES = 20_000;

export const isScannedField = (field: string): field is ScannedField =>
  (SCANNED_FIELDS as readonly string[]).includes(field);

const MOST = `ORDER BY records DESC, value LIMIT ${MOST_COUNTED_VALUES}`;

/** Rows (name_no, type, rcode, n) to values with their records; the names that are asked about most are looked up alone. */
const OF_LOOKUPS: Record<Exclude<ScannedField, "error">, (counted: string) => string> = {
  domain: (counted) => `SELECT n.name AS value, c.records FROM (
      SELECT name_no, sum(n)::float8 AS records FROM ${counted} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_COUNTED_VALUES}) c
      JOIN dns_names n ON n.id = c.name_no WHERE n.case_id = $1 ${MOST}`,
  type: (counted) => `SELECT type AS value, sum(n)::float8 AS records FROM ${counted}
      WHERE $1::uuid IS NOT NULL GROUP BY 1 ${MOST}`,
  rcode: (counted) => `SELECT rcode AS value, sum(n)::float8 AS records FROM ${counted}
      WHERE $1::uuid IS NOT NULL GROUP BY 1 ${MOST}`,
};

const lookups = (loads: string) => `
  SELECT name_no, type, rcode, count(*) AS n FROM dns_queries WHERE load_id IN (${loads}) AND NOT duplicate GROUP BY 1, 2, 3`;

/** SQL that counts a field's values (value, records) by a scan of all records of some loads; its parameter is the case. */
export function countByScan(field: ScannedField, loads: string): string {
  if (field !== "error") return OF_LOOKUPS[field](`(${lookups(loads)}) counted`);
  return `SELECT error_code AS value, count(*)::float8 AS records FROM api_calls
    WHERE load_id IN (${loads}) AND NOT duplicate AND error_code IS NOT NULL AND $1::uuid IS NOT NULL GROUP BY 1 ${MOST}`;
}

/** Counts what is completed in the search box, lookups by one scan and calls by one, and keeps it as of a revision. */
export async function rebuildCountedValues({ client, caseId, loads }: RunContext, revision: number): Promise<void> {
  const all = loads.map(Number).join(",") || "NULL";
  await client.query("DROP TABLE IF EXISTS counted_lookups");
  await client.query(`CREATE TEMP TABLE counted_lookups AS ${lookups(all)}`);
  for (const field of SCANNED_FIELDS) {
    const statement = field === "error" ? countByScan(field, all) : OF_LOOKUPS[field]("counted_lookups");
    await client.query(
      `INSERT INTO counted_values (case_id, field, revision, counts)
       SELECT $1, $2, $3, coalesce(jsonb_agg(jsonb_build_object('value', value, 'records', records) ORDER BY records DESC, value), '[]')
         FROM (${statement}) counted
       ON CONFLICT (case_id, field) DO UPDATE SET revision = excluded.revision, counts = excluded.counts`,
      [caseId, field, revision],
    );
  }
  await client.query("DROP TABLE counted_lookups");
}
