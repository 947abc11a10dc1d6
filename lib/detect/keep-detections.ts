import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { SEVERITIES } from "@/lib/detect/evaluate-detector";
import type { RunResult } from "@/lib/detect/run-detections";
import { tellPeople } from "@/lib/notices/tell";

/**
 * Puts the results of a run in the place of the earlier ones, with the revision of the evidence they were found in. Throws AppError
 * `conflict`, and leaves what was there, when the evidence is another one by now.
 */
export async function keepDetections(caseId: string, revision: number, result: RunResult): Promise<void> {
  const { detections, assessed, notAssessed, settings } = result;
  await inTransaction(async (transaction) => {
    // Held until the end: sealing cannot go by meanwhile.
    const [found] = await transaction.$queryRaw<{ revision: number }[]>`
      SELECT revision FROM cases WHERE id = ${caseId}::uuid FOR SHARE`;
    if (found?.revision !== revision) {
      throw new AppError("conflict", "The evidence of this case was changed while detectors ran.");
    }
    await tellOfCritical(transaction, caseId, result);
    await transaction.$executeRaw`DELETE FROM detections WHERE case_id = ${caseId}::uuid`;
    await transaction.$executeRawUnsafe(
      `INSERT INTO detections (case_id, key, detector, severity, instance_id, first_seen, last_seen, position, body)
       SELECT $1::uuid, key, detector, severity, instance_id, first_seen, last_seen, position, body
         FROM jsonb_to_recordset($2::jsonb) AS d (key text, detector text, severity smallint, instance_id text,
              first_seen timestamptz, last_seen timestamptz, position int, body jsonb)`,
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
    );
    await transaction.$executeRawUnsafe(
      `INSERT INTO detection_runs (case_id, state, finished_at, revision, settings, assessed, not_assessed)
       VALUES ($1::uuid, 'done', now(), $2::int, $3, $4::jsonb, $5::jsonb)
       ON CONFLICT (case_id) DO UPDATE SET state = 'done', finished_at = now(), step = NULL, error = NULL,
         revision = excluded.revision, settings = excluded.settings, assessed = excluded.assessed,
         not_assessed = excluded.not_assessed`,
      ...[caseId, revision, settings, JSON.stringify(assessed), JSON.stringify(notAssessed)],
    );
  });
}

/** Of what was not among the detections before, and is none that people muted. */
async function tellOfCritical(transaction: Transaction, caseId: string, { detections }: RunResult): Promise<void> {
  const critical = detections.filter(({ severity }) => severity === "critical");
  if (critical.length === 0) return;
  const known = await transaction.$queryRaw<{ key: string }[]>`
    SELECT key FROM detections WHERE case_id = ${caseId}::uuid UNION ALL
    SELECT key FROM detection_mutes WHERE case_id = ${caseId}::uuid`;
  const keys = new Set(known.map(({ key }) => key));
  const [first, ...more] = critical.filter(({ key }) => !keys.has(key));
  if (first === undefined) return;
  const others = more.length === 0 ? "" : `, and ${more.length} more`;
  const subject = `${first.title}, ${first.subject}${others}`;
  await tellPeople(transaction, {
    caseId,
    to: "all",
    kind: "critical-detection",
    actor: null,
    subject,
    path: "/detections",
  });
}
