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
  fromMs: number | null;
  toMs: number | null;
  at: Date | null;
}

/** What a fetch could not bring, a line of JSON each, as `lib/formats/fetch-note` reads it; empty where it brought all. */
export async function noteLines(fetchId: string): Promise<string> {
  const { rows } = await pool().query<Row>(
    `SELECT source, account_id AS "accountId", region, title, covers, request, state, error, gaps, records::float8 AS records,
            (extract(epoch FROM from_at) * 1000)::float8 AS "fromMs", (extract(epoch FROM to_at) * 1000)::float8 AS "toMs",
            finished_at AS at
       FROM fetch_steps WHERE fetch_id = $1 AND (state <> 'done' OR gaps <> '[]') ORDER BY number`,
    [fetchId],
  );
  return rows.flatMap(linesOf).join("");
}

function linesOf({ state, error, gaps, records, fromMs, toMs, at, ...step }: Row): string[] {
  const ended: StepGap[] =
    state === "done"
      ? []
      : [
          {
            code: state,
            message: `${state === "skipped" ? "It was left out by a person" : (error ?? "It failed")}${records > 0 ? `, after ${records} records had come` : ""}`,
            ...{ fromMs, toMs },
          },
        ];
  // Nothing was brought where nothing came: then only the failure counts.
  const told = state === "done" || records > 0 ? gaps : gaps.filter(({ code: one }) => one !== "looked-up");
  return [...told, ...ended].map(({ code, message, ...span }) => {
    const note = { ...step, at: at?.toISOString() ?? null, failed: { code, message }, ...span };
    return `${JSON.stringify({ threadlineFetch: note })}\n`;
  });
}
