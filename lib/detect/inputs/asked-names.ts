import type { Asking } from "@/lib/detect/inputs/dns.types";
import { filePlaces } from "@/lib/detect/inputs/file-places";
import { onceARun } from "@/lib/detect/inputs/once-a-run";
import type { Place } from "@/lib/detect/names/first-records";
import type { RunContext } from "@/lib/detect/run-context";
import { readAskerStretches } from "@/lib/investigate/domains";
import { isoInstantOrNull } from "@/lib/investigate/iso-instant";

const FETCH_ROWS = 20_000;

/** Time, place of the file, number and file of a record as one value that has a least one. */
export const PLACE = "ARRAY[(extract(epoch FROM at) * 1000)::bigint, file_place, record_no, file_id]";

/**
 * Each query with who asked it: the instance, else the address in its VPC, since many networks use the same addresses. Needs
 * `stretchesOf` as parameters.
 */
export function attributedQueries({ loads }: RunContext): string {
  return `(SELECT coalesce(s.instance_id, host(a.source_ip) || coalesce(' in ' || a.vpc_id, ''), a.key) AS subject, s.instance_id, a.vpc_id,
                  e.place AS file_place, q.*
             FROM dns_queries q JOIN dns_askers a ON a.id = q.asker_no JOIN ${filePlaces("$5")} e ON e.id = q.file_id
             LEFT JOIN unnest($1::int[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS s(asker_no, instance_id, from_at, to_at)
               ON s.asker_no = q.asker_no AND (s.from_at IS NULL OR q.at >= s.from_at) AND (s.to_at IS NULL OR q.at < s.to_at)
            WHERE q.load_id IN (${loads.map(Number).join(",") || "NULL"}) AND NOT q.duplicate)`;
}

export async function stretchesOf({ caseId, ledger }: RunContext): Promise<unknown[]> {
  const stretches = await readAskerStretches(caseId, ledger);
  return [
    ...[stretches.map(({ askerNo }) => askerNo), stretches.map(({ instanceId }) => instanceId)],
    stretches.map(({ fromMs }) => isoInstantOrNull(fromMs)),
    stretches.map(({ toMs }) => isoInstantOrNull(toMs)),
    caseId,
  ];
}

/** What one asker asked about one name within six hours (UTC), of which `hours` are those with questions, a bit each. */
export interface AskedNameRow {
  no: number;
  subject: string;
  instance_id: string | null;
  name_no: number;
  name: string;
  slot_ms: number;
  hours: number;
  queries: number;
  /** Queries for TXT and NULL records. */
  texts: number;
  missing: boolean;
  resolved: boolean;
  /** Queries that a rule of the resolver's firewall met. */
  ruled: number;
  /** Of the first query: time, place of the file, number and file. */
  at_ms: number;
  file_place: number;
  record_no: number;
  file_id: number;
  last_ms: number;
}

export const PLACE_COLUMNS = "at_ms, file_place, record_no, file_id";
export type PlaceColumns = Pick<AskedNameRow, "at_ms" | "file_place" | "record_no" | "file_id">;

export const askingOf = ({ subject, instance_id }: Pick<AskedNameRow, "subject" | "instance_id">): Asking => ({
  subject,
  instanceId: instance_id,
});

export const placeOf = ({ at_ms, file_place, record_no, file_id }: PlaceColumns): Place => [
  at_ms,
  file_place,
  record_no,
  file_id,
];

/** Names from their ends, with what is less than any letter between labels: all names below a domain come one after the other. */
const NAMES_TOGETHER = `translate(reverse(n.name), '.', E'\\x01') COLLATE "C"`;

/**
 * Makes the temporary table `asked_names` (rows as above) by the one full scan of the queries; its numbers follow asker, name
 * (those of a domain together) and time.
 */
export const makeAskedNames = onceARun(async (context) => {
  const { client } = context;
  await client.query("DROP TABLE IF EXISTS asked_names");
  await client.query(
    `CREATE TEMP TABLE asked_names AS
     SELECT row_number() OVER (ORDER BY subject COLLATE "C", ${NAMES_TOGETHER}, name_no, slot)::int AS no, g.*, n.name,
            (extract(epoch FROM slot) * 1000)::float8 AS slot_ms,
            place[1]::float8 AS at_ms, place[2]::int AS file_place, place[3]::int AS record_no, place[4]::int AS file_id
       FROM (SELECT subject, instance_id, vpc_id, name_no, date_bin('6 hours', at, '2000-01-01Z') AS slot, count(*)::int AS queries,
                    bit_or(1 << (floor(date_part('epoch', at) / 3600)::bigint % 6)::int) AS hours,
                    (count(*) FILTER (WHERE type IN ('TXT', 'NULL')))::int AS texts, bool_and(rcode = 'NXDOMAIN') AS missing, bool_or(rcode = 'NXDOMAIN') AS denied,
                    bool_or(cardinality(resolved_ips) > 0) AS resolved,
                    (count(*) FILTER (WHERE jsonb_typeof(detail->'firewall_rule_action') = 'string'))::int AS ruled,
                    min(${PLACE}) AS place, (extract(epoch FROM max(at)) * 1000)::float8 AS last_ms
               FROM ${attributedQueries(context)} q GROUP BY 1, 2, 3, 4, 5) g
       JOIN dns_names n ON n.id = g.name_no`,
    await stretchesOf(context),
  );
  await client.query("ANALYZE asked_names");
});

/** Columns of the rows of a temporary table that are numbered from 1 (`no`), a piece after the other. */
export async function* inPieces<Row extends { no: number }>(
  context: RunContext,
  table: "asked_names" | "missing_names",
  columns: string,
) {
  const { client } = context;
  // Its rows lie in the order of their numbers: each piece is found without reading the others.
  await client.query(`CREATE INDEX IF NOT EXISTS ${table}_by_no ON ${table} USING brin (no)`);
  for (let from = 0; ; from += FETCH_ROWS) {
    const { rows } = await client.query<Row>(
      `SELECT no, ${columns} FROM ${table} WHERE no > $1 AND no <= $2 ORDER BY no`,
      [from, from + FETCH_ROWS],
    );
    yield* rows;
    if (rows.length < FETCH_ROWS) return;
  }
}
