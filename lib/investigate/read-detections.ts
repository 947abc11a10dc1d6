import { compareText } from "@/lib/core/compare-text";
import { askOften } from "@/lib/db/ask-often";
import type { DetectionV1, InvestigationV1 } from "@/lib/investigate/document.types";
import { unwholeSources } from "@/lib/investigate/unwhole-sources";

interface Told extends Pick<InvestigationV1, "detections" | "notAssessed"> {
  hasRun: boolean;
}

interface RunRow {
  not_assessed: InvestigationV1["notAssessed"];
}

/**
 * What the detectors found in the present evidence, as far as it reaches into the document's window, and what they could not
 * look for. They look at all evidence: a window only chooses. What people muted stays, with their reason.
 */
async function readDetections(caseId: string, revision: number, window: InvestigationV1["window"]): Promise<Told> {
  const runs = await askOften<RunRow>("SELECT not_assessed FROM detection_runs WHERE case_id = $1 AND revision = $2", [
    caseId,
    revision,
  ]);
  if (!runs.rows[0]) {
    return {
      detections: [],
      hasRun: false,
      notAssessed: [
        { id: "detections", reason: "The detectors have not run on this evidence: nothing was looked for" },
      ],
    };
  }
  const { rows } = await askOften<{ body: string; muted: string | null }>(
    `SELECT d.body #>> '{}' AS body, m.reason AS muted FROM detections d
       LEFT JOIN detection_mutes m ON m.case_id = d.case_id AND m.key = d.key
      WHERE d.case_id = $1 AND ($2::timestamptz IS NULL OR d.last_seen >= $2) AND ($3::timestamptz IS NULL OR d.first_seen < $3)
      ORDER BY d.position`,
    [caseId, window.from, window.to],
  );
  return {
    detections: rows.map(({ body, muted }) => toDocument(JSON.parse(body) as DetectionV1, muted)),
    notAssessed: runs.rows[0].not_assessed,
    hasRun: true,
  };
}

/** The document's own members of what is kept, in their order. */
function toDocument(kept: DetectionV1, muted: string | null): DetectionV1 {
  const { id, title, severity, techniques, subject, firstSeen, lastSeen, numbers, records } = kept;
  const detection = { id, title, severity, techniques, subject, firstSeen, lastSeen, numbers, records };
  return muted === null ? detection : { ...detection, muted };
}

/** A document with what the detectors say in it. */
export async function withDetections(
  document: InvestigationV1,
  caseId: string,
  revision: number,
): Promise<InvestigationV1> {
  const { detections, notAssessed, hasRun } = await readDetections(caseId, revision, document.window);
  const all = [...document.notAssessed, ...notAssessed, ...(hasRun ? unwholeSources(document) : [])];
  return {
    ...document,
    detections,
    notAssessed: all.sort((a, b) => compareText(a.id, b.id) || compareText(a.reason, b.reason)),
  };
}
