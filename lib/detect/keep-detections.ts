import { AppError } from "@/lib/core/app-error";
import { withTransaction } from "@/lib/db/pool";
import { SEVERITIES } from "@/lib/detect/evaluate-detector";
import type { RunResult } from "@/lib/detect/run-detections";

/**
 * Puts the results of a run in the place of the earlier ones, with the revision of the evidence they were found in. Throws AppError
 * `conflict`, and leaves what was there, when the evidence is another one by now.
 */
export async function keepDetections(caseId: string, revision: number, result: RunResult): Promise<void> {
  const { detections, assessed, notAssessed, settings } = result;
  await withTransaction(async (client) => {
    // Held until the end: sealing cannot go by meanwhile.
    const { rows } = await client.query<{ revision: number }>("SELECT revision FROM cases WHERE id = $1 FOR SHARE", [
      caseId,
    ]);
    if (rows[0]?.revision !== revision) {
      throw new AppError("conflict", "The evidence of this case was changed while detectors ran.");
    }
    await client.query("DELETE FROM detections WHERE case_id = $1", [caseId]);
    await client.query(
      `INSERT INTO detections (case_id, key, detector, severity, instance_id, first_seen, last_seen, position, body)
       SELECT $1, key, detector, severity, instance_id, first_seen, last_seen, position, body
         FROM jsonb_to_recordset($2::jsonb) AS d (key text, detector text, severity smallint, instance_id text,
              first_seen timestamptz, last_seen timestamptz, position int, body jsonb)`,
      [
        caseId,
        JSON.stringify(
          detections.map((one, position) => ({
            ...{ key: one.key, detector: one.id, severity: SEVERITIES.indexOf(one.severity) + 1 },
            // As text: a JSON column would forget the order of the numbers.
            ...{
              instance_id: one.instanceId,
              first_seen: one.firstSeen,
              last_seen: one.lastSeen,
              position,
              body: JSON.stringify(one),
            },
          })),
        ),
      ],
    );
    await client.query(
      `INSERT INTO detection_runs (case_id, state, finished_at, revision, settings, assessed, not_assessed)
       VALUES ($1, 'done', now(), $2, $3, $4, $5)
       ON CONFLICT (case_id) DO UPDATE SET state = 'done', finished_at = now(), step = NULL, error = NULL,
         revision = excluded.revision, settings = excluded.settings, assessed = excluded.assessed,
         not_assessed = excluded.not_assessed`,
      [caseId, revision, settings, JSON.stringify(assessed), JSON.stringify(notAssessed)],
    );
  });
}
