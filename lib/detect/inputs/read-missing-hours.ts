import {
  askingOf,
  attributedQueries,
  inPieces,
  makeAskedNames,
  PLACE,
  PLACE_COLUMNS,
  type PlaceColumns,
  placeOf,
  stretchesOf,
} from "@/lib/detect/inputs/asked-names";
import type { MissingHour } from "@/lib/detect/inputs/dns.types";
import { FirstRecords } from "@/lib/detect/names/first-records";
import { missingNames } from "@/lib/detect/names/missing-names";
import type { RunContext } from "@/lib/detect/run-context";

const NXDOMAIN_NAMES = 100;
const NXDOMAIN_SHARE = 0.5;

/** A name in an hour in which many do not exist. */
interface MissingRow extends PlaceColumns {
  no: number;
  subject: string;
  instance_id: string | null;
  hour_ms: number;
  name: string;
  missing: boolean;
  last_ms: number;
}

const MISSING_COLUMNS = `subject, instance_id, hour_ms, name, missing, last_ms, ${PLACE_COLUMNS}`;
const HOUR = "date_bin('1 hour', at, '2000-01-01Z')";

/**
 * Hours in which an asker was told of as many names that they do not exist, and of as large a share, as the detector asks for. The
 * sums tell which hours can be such: a name that was denied within its six hours may have been in each of them. Only then are the
 * queries looked at again, and only names of hours that are left are read.
 */
export async function readMissingHours(context: RunContext): Promise<MissingHour[]> {
  const { client } = context;
  const { names: most = NXDOMAIN_NAMES, share = NXDOMAIN_SHARE } = context.parametersOf("nxdomain-burst");
  const least = Math.floor(most);
  await makeAskedNames(context);
  await client.query("DROP TABLE IF EXISTS missing_hours, hour_names, missing_names");
  const enough = (denied: string) => `count(*) FILTER (WHERE ${denied}) >= $1::int
    AND count(*) FILTER (WHERE ${denied}) / count(*)::float8 >= $2::float8`;
  const { rowCount } = await client.query(
    `CREATE TEMP TABLE missing_hours AS
     SELECT subject, slot + h * interval '1 hour' AS hour
       FROM (SELECT subject, slot, bit_or(hours) AS hours, bool_or(denied) AS denied
               FROM asked_names GROUP BY subject, instance_id, name_no, slot) names CROSS JOIN generate_series(0, 5) h
      WHERE hours & (1 << h) <> 0 GROUP BY 1, 2 HAVING ${enough("denied")}`,
    [least, share],
  );
  if (rowCount === 0) return [];
  await client.query("ANALYZE missing_hours");
  await client.query(
    `CREATE TEMP TABLE hour_names AS
     SELECT subject, instance_id, name_no, hour, bool_and(rcode = 'NXDOMAIN') AS missing, min(${PLACE}) AS place, max(at) AS last_at
       FROM (SELECT *, ${HOUR} AS hour FROM ${attributedQueries(context)} q) q JOIN missing_hours USING (subject, hour)
      GROUP BY 1, 2, 3, 4`,
    await stretchesOf(context),
  );
  await client.query(
    `CREATE TEMP TABLE missing_names AS
     SELECT row_number() OVER (ORDER BY subject COLLATE "C", hour, name_no)::int AS no, g.*, n.name,
            (extract(epoch FROM hour) * 1000)::float8 AS hour_ms, (extract(epoch FROM last_at) * 1000)::float8 AS last_ms,
            place[1]::float8 AS at_ms, place[2]::int AS file_place, place[3]::int AS record_no, place[4]::int AS file_id
       FROM hour_names g
       JOIN (SELECT subject, hour FROM hour_names GROUP BY 1, 2 HAVING ${enough("missing")}) left_over USING (subject, hour)
       JOIN dns_names n ON n.id = g.name_no`,
    [least, share],
  );
  const all: MissingHour[] = [];
  let names: MissingRow[] = [];
  const end = () => {
    const hour = missingHour(names);
    if (hour) all.push(hour);
    names = [];
  };
  for await (const row of inPieces<MissingRow>(context, "missing_names", MISSING_COLUMNS)) {
    const [first] = names;
    if (first && (first.subject !== row.subject || first.hour_ms !== row.hour_ms)) end();
    names.push(row);
  }
  end();
  return all;
}

function missingHour(rows: readonly MissingRow[]): MissingHour | null {
  const missing = missingNames(rows);
  const [first] = rows;
  if (!first || missing.length === 0) return null;
  const records = new FirstRecords();
  for (const row of missing) records.add(placeOf(row));
  return {
    ...{ asking: askingOf(first), hourMs: first.hour_ms, names: missing.length, asked: rows.length },
    firstMs: missing.reduce((least, { at_ms }) => Math.min(least, at_ms), Number.POSITIVE_INFINITY),
    lastMs: missing.reduce((most, { last_ms }) => Math.max(most, last_ms), 0),
    records: records.refs(),
  };
}
