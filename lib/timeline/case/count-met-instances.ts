import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";

export interface MetInstances {
  ip: string;
  count: number | null;
}

const KEPT = 256;
const kept = new KeptAnswers<MetInstances[]>(KEPT);

/**
 * How many instances met each address of the case, in the addresses' order, of the investigations of its window and
 * present evidence that were made already; null for an address that nobody has looked at yet. Opens no document.
 */
export async function countMetInstances(header: CaseHeader): Promise<MetInstances[]> {
  const { id, revision, windowFrom, windowTo } = header.case;
  const key = JSON.stringify([id, revision, windowFrom, windowTo, header.addresses]);
  const counted = await kept.get(key, () => count(header));
  if (counted.some((met) => met.count === null)) kept.forget(key);
  return counted;
}

async function count({ case: { id, revision, windowFrom, windowTo }, addresses }: CaseHeader): Promise<MetInstances[]> {
  const { rows } = await pool().query<{ ip: string; count: number }>(
    `SELECT indicator AS ip, cardinality(instance_ids)::float8 AS count FROM investigations
      WHERE case_id = $1 AND revision = $2 AND indicator = ANY($5::text[])
        AND window_from IS NOT DISTINCT FROM $3 AND window_to IS NOT DISTINCT FROM $4`,
    [id, revision, windowFrom, windowTo, addresses],
  );
  const counts = new Map(rows.map(({ ip, count }) => [ip, count]));
  return addresses.map((ip) => ({ ip, count: counts.get(ip) ?? null }));
}
