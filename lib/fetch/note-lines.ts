import { BROUGHT, IN_TRAIL } from "@/lib/core/fetch-note";
import { pool } from "@/lib/db/pool";
import type { StepGap } from "@/lib/fetch/fetch-step.types";
import {
  type EarlierLookup,
  isInTrails,
  readEarlierLookups,
  readWholeTrails,
  type WholeTrail,
} from "@/lib/fetch/whole-trails";
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

/**
 * What a fetch could not bring, and what of earlier notes is so no more, a line of JSON each, as `lib/formats/fetch-note` reads
 * it; empty where it brought all and takes nothing back.
 */
export async function noteLines(fetchId: string): Promise<string> {
  const { rows } = await pool().query<Row>(
    `SELECT source, account_id AS "accountId", region, title, covers, request, state, error, gaps, records::float8 AS records, tries,
            (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM to_at) * 1000)::float8 AS "toMs",
            finished_at AS at
       FROM fetch_steps WHERE fetch_id = $1 AND (state <> 'done' OR gaps <> '[]' OR tries > 1) ORDER BY number`,
    [fetchId],
  );
  const trails = await readWholeTrails(fetchId);
  const lines = rows.flatMap((row) => linesOf(isBesideTrail(row, trails) ? { ...row, gaps: [] } : row));
  const came = trails.filter(({ isOwn }) => isOwn);
  const earlier = came.length === 0 ? [] : await readEarlierLookups(fetchId);
  return [...lines, ...earlier.filter((step) => isInTrails(step, came)).map(takenBack)].join("");
}

/** What a lookup cannot say is in the files of a whole trail; what it failed to bring is said all the same. */
function isBesideTrail({ source, ...step }: Row, trails: readonly WholeTrail[]): boolean {
  return source === "cloudtrail" && isInTrails(step, trails);
}

/** Takes back what an earlier lookup could not say, for a trail whose own files came only now. */
function takenBack({ fromMs, toMs, ...step }: EarlierLookup): string {
  const failed = { code: IN_TRAIL, message: "The trail's own files came later, and nothing of them is missing" };
  return `${JSON.stringify({ threadlineFetch: { ...step, failed, fromMs, toMs } })}\n`;
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
