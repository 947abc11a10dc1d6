import { pool } from "@/lib/db/pool";
import type { StepGap } from "@/lib/fetch/fetch-step.types";
import type { StepCover } from "@/lib/sources/source.types";

interface Row {
  source: string;
  accountId: string;
  region: string;
  title: string;
  covers: StepCover[];
  request: Record<string, unknown>;
  state: string;
  error: string | null;
  gaps: StepGap[];
  records: number;
  tries: number;
  fromMs: number | null;
  toMs: number | null;
  at: Date | null;
}

/** Of a note: what earlier notes of the same step say is so no more. */
const BROUGHT = "brought";

/** What a fetch could not bring, a line of JSON each, as `lib/formats/fetch-note` reads it; empty where it brought all. */
export async function noteLines(fetchId: string): Promise<string> {
  const { rows } = await pool().query<Row>(
    `SELECT source, account_id AS "accountId", region, title, covers, request, state, error, gaps, records::float8 AS records, tries,
            (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM to_at) * 1000)::float8 AS "toMs",
            finished_at AS at
       FROM fetch_steps WHERE fetch_id = $1 AND (state <> 'done' OR gaps <> '[]' OR tries > 1) ORDER BY number`,
    [fetchId],
  );
  const trails = await readWholeTrails(fetchId);
  return rows.flatMap((row) => linesOf(isBesideTrail(row, trails) ? { ...row, gaps: [] } : row)).join("");
}

/** An account and region whose trail came from its own files, of all the time from one instant to another. */
interface WholeTrail {
  subject: string;
  fromMs: number;
  toMs: number;
}

/** Trails that the case's fetches have read out of their buckets, with nothing missing and nothing that they leave out by themselves. */
async function readWholeTrails(fetchId: string): Promise<WholeTrail[]> {
  const { rows } = await pool().query<WholeTrail>(
    `SELECT c->>'subject' AS subject, (extract(epoch FROM s.from_at) * 1000)::float8 AS "fromMs",
            (extract(epoch FROM s.to_at) * 1000)::float8 AS "toMs"
       FROM fetches own JOIN fetches f ON f.case_id = own.case_id AND (f.id = own.id OR f.state IN ('loading', 'done'))
       JOIN fetch_steps s ON s.fetch_id = f.id AND s.source = 's3' AND s.state = 'done' AND s.gaps = '[]' AND s.objects > 0,
            jsonb_array_elements(s.covers) c
      WHERE own.id = $1 AND c->>'source' = 'cloudtrail'
        AND NOT EXISTS (SELECT FROM fetch_steps i, jsonb_path_query(i.request, '$.logs[*] ? (@.kind == "cloudtrail" && @.limits.size() > 0)')
                         WHERE i.fetch_id = f.id AND i.source = 'log-inventory' AND i.account_id = s.account_id)`,
    [fetchId],
  );
  return rows;
}

/** What a lookup cannot say is in the files of a whole trail; what it failed to bring is said all the same. */
function isBesideTrail({ source, covers, fromMs, toMs, tries }: Row, trails: readonly WholeTrail[]): boolean {
  if (source !== "cloudtrail" || covers.length === 0 || tries > 1) return false;
  return covers.every(({ subject }) =>
    trails.some(
      (trail) =>
        trail.subject === subject && fromMs !== null && toMs !== null && trail.fromMs <= fromMs && toMs <= trail.toMs,
    ),
  );
}

function linesOf({ state, error, gaps, records, tries, fromMs, toMs, at, ...step }: Row): string[] {
  const ended: StepGap[] =
    state === "done"
      ? tries === 1
        ? []
        : [{ code: BROUGHT, message: "It was brought when it was tried again", ...{ fromMs, toMs } }]
      : [
          {
            code: state,
            message: `${state === "skipped" ? "It was left out by a person" : (error ?? "It failed")}${records > 0 ? `, after ${records} records had come` : ""}`,
            ...{ fromMs, toMs },
          },
        ];
  // Nothing was brought where nothing came: then only the failure counts.
  const told = state === "done" || records > 0 ? gaps : gaps.filter(({ code: one }) => one !== "looked-up");
  return [...told, ...ended].map(({ code, message, covers = step.covers, ...span }) => {
    const note = { ...step, covers, at: at?.toISOString() ?? null, failed: { code, message }, ...span };
    return `${JSON.stringify({ threadlineFetch: note })}\n`;
  });
}
