import type pg from "pg";
import { SEVERAL_LOGS } from "@/lib/ingest/duplicates/overlaps";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { type OwnAddresses, ownAddresses } from "@/lib/ledger/own-addresses";

/** Minutes of an interface that a load can change; without ends, all of them. */
export interface TouchedMinutes extends OwnAddresses {
  from_at: string | null;
  to_at: string | null;
}

export interface TouchedByLoad {
  caseId: string;
  loadId: number;
  touched: readonly TouchedMinutes[];
}

/** As rows: `$1` is the JSON of a list of them. */
export const TOUCHED =
  "jsonb_to_recordset($1::jsonb) AS o (interface_no int, ip inet, more inet[], from_at timestamptz, to_at timestamptz)";

/** Whether something that began and ended to starts at a moment of `o`. */
export function inTouched(first: string, last: string): string {
  return `${first} < COALESCE(o.to_at, 'infinity') AND ${last} >= COALESCE(o.from_at, '-infinity')`;
}

interface SeenInterface {
  no: number;
  from_at: string | null;
  to_at: string | null;
  /** By which own addresses it was rolled up; null where it never was. */
  own: string | null;
  whole: boolean;
}

/**
 * What of a case's minutes a load can change. It changes those of its own records, and all of an interface whose own addresses are others than when it was
 * last rolled up. A load that tells who held what is taken to change all of the case; where several logs tell of an interface, all of
 * that, as records from before it may have become the lesser ones.
 */
export async function touchedMinutes(
  client: pg.ClientBase,
  { caseId, loadId, ledger }: { caseId: string; loadId: number; ledger: Ledger },
): Promise<TouchedMinutes[]> {
  const told = await client.query(
    `SELECT 1 FROM observations o JOIN evidence_files e ON e.id = o.file_id WHERE e.load_id = $1 LIMIT 1`,
    [loadId],
  );
  const isTelling = told.rowCount !== 0;
  const seen = await client.query<SeenInterface>(
    `SELECT i.id AS no, date_bin('1 minute', min(s.first_start) FILTER (WHERE e.load_id = $2), '2000-01-01Z')::text AS from_at,
            (date_bin('1 minute', max(s.last_start) FILTER (WHERE e.load_id = $2), '2000-01-01Z') + interval '1 minute')::text AS to_at,
            i.own_rolled AS own, $3 OR ${SEVERAL_LOGS} AS whole
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN interfaces i ON i.id = c.interface_no
       JOIN evidence_files e ON e.id = s.file_id
      WHERE s.case_id = $1 GROUP BY i.id HAVING $3 OR bool_or(e.load_id = $2)`,
    [caseId, loadId, isTelling],
  );
  if (seen.rows.length === 0) return [];
  const byNo = new Map(seen.rows.map((row) => [row.no, row]));
  const own = await ownAddresses(client, [...byNo.keys()], caseId, ledger);
  return own.map((addresses) => {
    const row = byNo.get(addresses.interface_no);
    const isPart = row !== undefined && !row.whole && row.own === textOf(addresses);
    return { ...addresses, from_at: isPart ? row.from_at : null, to_at: isPart ? row.to_at : null };
  });
}

/** Loads with records of these interfaces from these minutes. */
export async function loadsOf(
  client: pg.ClientBase,
  caseId: string,
  touched: readonly TouchedMinutes[],
): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT DISTINCT e.load_id AS id
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN evidence_files e ON e.id = s.file_id
       JOIN ${TOUCHED} ON o.interface_no = c.interface_no
      WHERE s.case_id = $2 AND ${inTouched("s.first_start", "s.last_start")}`,
    [JSON.stringify(touched), caseId],
  );
  return rows.map(({ id }) => id);
}

/** Keeps by which own addresses the interfaces' minutes were rolled up. */
export async function noteOwn(client: pg.ClientBase, touched: readonly TouchedMinutes[]): Promise<void> {
  await client.query(
    `UPDATE interfaces i SET own_rolled = o.own FROM unnest($1::int[], $2::text[]) AS o (no, own)
      WHERE i.id = o.no AND i.own_rolled IS DISTINCT FROM o.own`,
    [touched.map(({ interface_no }) => interface_no), touched.map(textOf)],
  );
}

function textOf({ ip, more }: OwnAddresses): string {
  return [...(ip === null ? [] : [ip]), ...(more ?? [])].sort().join(" ");
}
