import { compareText } from "@/lib/core/compare-text";
import { askOften } from "@/lib/db/ask-often";
import type { DetectionV1, InvestigationV1 } from "@/lib/investigate/document.types";
import { unwholeSources } from "@/lib/investigate/unwhole-sources";

type NotAssessed = InvestigationV1["notAssessed"];
type Told = Pick<InvestigationV1, "coverage" | "window" | "notAssessed">;

/** What the detectors could not look for in the evidence of a revision; null where they have not run on it. */
async function readUnlooked(caseId: string, revision: number): Promise<NotAssessed | null> {
  const { rows } = await askOften<{ not_assessed: NotAssessed }>(
    "SELECT not_assessed FROM detection_runs WHERE case_id = $1 AND revision = $2",
    [caseId, revision],
  );
  return rows[0]?.not_assessed ?? null;
}

const NOT_RUN = { id: "detections", reason: "The detectors have not run on this evidence: nothing was looked for" };

function joined(document: Told, unlooked: NotAssessed | null): NotAssessed {
  const said = unlooked === null ? [NOT_RUN] : [...unlooked, ...unwholeSources(document)];
  return [...document.notAssessed, ...said].sort((a, b) => compareText(a.id, b.id) || compareText(a.reason, b.reason));
}

/** All that a document cannot tell, with what the detectors could not look for. */
export async function notAssessedOf(document: Told, caseId: string, revision: number): Promise<NotAssessed> {
  return joined(document, await readUnlooked(caseId, revision));
}

/**
 * What the detectors found in the present evidence, as far as it reaches into the document's window. They look at all
 * evidence: a window only chooses. What people muted stays, with their reason.
 */
async function readDetections(caseId: string, window: InvestigationV1["window"]): Promise<DetectionV1[]> {
  const { rows } = await askOften<{ body: string; muted: string | null }>(
    `SELECT d.body #>> '{}' AS body, m.reason AS muted FROM detections d
       LEFT JOIN detection_mutes m ON m.case_id = d.case_id AND m.key = d.key
      WHERE d.case_id = $1 AND ($2::timestamptz IS NULL OR d.last_seen >= $2) AND ($3::timestamptz IS NULL OR d.first_seen < $3)
      ORDER BY d.position`,
    [caseId, window.from, window.to],
  );
  return rows.map(({ body, muted }) => toDocument(JSON.parse(body) as DetectionV1, muted));
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
  const unlooked = await readUnlooked(caseId, revision);
  const detections = unlooked === null ? [] : await readDetections(caseId, document.window);
  return { ...document, detections, notAssessed: joined(document, unlooked) };
}
