import { pool } from "@/lib/db/pool";
import type { StepCover } from "@/lib/sources/source.types";

/** An account and region whose trail came from its own files, of all the time from one instant to another. */
export interface WholeTrail {
  subject: string;
  fromMs: number;
  toMs: number;
  /** By this very fetch, and not by an earlier one. */
  isOwn: boolean;
}

/** A lookup of an earlier fetch, or of an earlier try of this one, that had something to say of what it lacks. */
export interface EarlierLookup {
  source: "cloudtrail";
  accountId: string;
  region: string;
  title: string;
  covers: StepCover[];
  request: Record<string, unknown>;
  fromMs: number | null;
  toMs: number | null;
}

/** Trails that the case's fetches have read out of their buckets, with nothing missing and nothing that they leave out by themselves. */
export async function readWholeTrails(fetchId: string): Promise<WholeTrail[]> {
  const { rows } = await pool().query<WholeTrail>(
    `SELECT c->>'subject' AS subject, (extract(epoch FROM s.from_at) * 1000)::float8 AS "fromMs",
            (extract(epoch FROM s.to_at) * 1000)::float8 AS "toMs", f.id = own.id AS "isOwn"
       FROM fetches own JOIN fetches f ON f.case_id = own.case_id AND (f.id = own.id OR f.state IN ('loading', 'done'))
       JOIN fetch_steps s ON s.fetch_id = f.id AND s.source = 's3' AND s.state = 'done' AND s.gaps = '[]' AND s.objects > 0,
            jsonb_array_elements(s.covers) c
      WHERE own.id = $1 AND c->>'source' = 'cloudtrail'
        AND NOT EXISTS (SELECT FROM fetches g JOIN fetch_steps i ON i.fetch_id = g.id AND i.source = 'log-inventory',
                               jsonb_path_query(i.request, '$.logs[*] ? (@.kind == "cloudtrail" && @.limits.size() > 0)')
                         WHERE g.case_id = own.case_id AND i.account_id = s.account_id)`,
    [fetchId],
  );
  return rows;
}

/** Lookups whose notes may be in the case already, those of one title and time once. */
export async function readEarlierLookups(fetchId: string): Promise<EarlierLookup[]> {
  const { rows } = await pool().query<EarlierLookup>(
    `SELECT DISTINCT s.source, s.account_id AS "accountId", s.region, s.title, s.covers, s.request,
            (extract(epoch FROM s.from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM s.to_at) * 1000)::float8 AS "toMs"
       FROM fetches own JOIN fetches f ON f.case_id = own.case_id
       JOIN fetch_steps s ON s.fetch_id = f.id AND s.source = 'cloudtrail' AND s.gaps <> '[]'
      WHERE own.id = $1
        AND CASE WHEN f.id = own.id THEN own.load_id IS NOT NULL ELSE f.state IN ('loading', 'done') END
      ORDER BY "accountId", s.region, s.title, "fromMs"`,
    [fetchId],
  );
  return rows;
}

/** True where whole trails have all of a lookup's account, region and time: what it cannot say is in their files. */
export function isInTrails(
  { covers, fromMs, toMs }: Pick<EarlierLookup, "covers" | "fromMs" | "toMs">,
  trails: readonly WholeTrail[],
): boolean {
  if (covers.length === 0 || fromMs === null || toMs === null) return false;
  return covers.every(({ subject }) =>
    trails.some((trail) => trail.subject === subject && trail.fromMs <= fromMs && toMs <= trail.toMs),
  );
}
