import { AppError } from "@/lib/core/app-error";
import { askOften } from "@/lib/db/ask-often";
import { pool } from "@/lib/db/pool";
import type { AssessedDetector, StoredDetection } from "@/lib/detect/detection.types";
import type { Severity, Source } from "@/lib/detect/detector.types";
import { parametersWith } from "@/lib/detect/evaluate-detector";
import { DETECTORS } from "@/lib/detect/registry";
import { writeCursor } from "@/lib/timeline/events/event-cursor";

export interface Mute {
  reason: string;
  actor: string;
  atMs: number;
}

/** A detection as pages show it. */
export interface ShownDetection {
  key: string;
  id: string;
  title: string;
  severity: Severity;
  techniques: readonly string[];
  subject: string;
  instanceId: string | null;
  summary: string;
  benign: string;
  firstSeen: string;
  lastSeen: string;
  /** What was measured, with its threshold where it has one. */
  numbers: { name: string; value: number | string; threshold: number | string | null }[];
  /** `place` opens the record where events are listed. */
  records: { sha256: string; record: number; fileId: number; atMs: number; place: string }[];
  mute: Mute | null;
}

export interface DetectionRunState {
  state: "none" | "queued" | "running" | "done" | "failed" | "cancelled";
  step: string | null;
  stepsDone: number;
  stepsTotal: number;
  error: string | null;
  finishedMs: number | null;
  /** What is shown was found in the evidence as it is now. */
  isCurrent: boolean;
  /** There is something to show, be it of earlier evidence. */
  hasRun: boolean;
}

/** A detector as a page lists it. */
export interface ShownDetector {
  id: string;
  title: string;
  looksFor: string;
  benign: string;
  techniques: readonly string[];
  needs: readonly Source[];
  /** Null when it did not run; else how often it found something. */
  found: number | null;
  notAssessed: string | null;
  isChanged: boolean;
  parameters: {
    name: string;
    words: string;
    unit: string;
    value: number;
    default: number;
    least: number;
    most: number;
  }[];
}

export interface CaseDetections {
  run: DetectionRunState;
  /** Most severe first; the muted ones stand in `muted`. */
  detections: ShownDetection[];
  muted: ShownDetection[];
  detectors: ShownDetector[];
}

interface RunRow {
  revision: number;
  state: DetectionRunState["state"] | null;
  step: string | null;
  steps_done: number | null;
  steps_total: number | null;
  error: string | null;
  finished_ms: number | null;
  run_revision: number | null;
  assessed: AssessedDetector[] | null;
  not_assessed: { id: string; reason: string }[] | null;
}

/** What the detectors found in a case, and what they could not look for. Throws AppError `not-found`. */
export async function readCaseDetections(caseId: string): Promise<CaseDetections> {
  const [run, detections, settings] = await Promise.all([
    readRun(caseId),
    readShown(caseId, null),
    pool().query<{ detector: string; values: Record<string, unknown> }>(
      `SELECT detector, "values" FROM detection_settings WHERE case_id = $1`,
      [caseId],
    ),
  ]);
  const own = new Map(settings.rows.map(({ detector, values }) => [detector, values]));
  return {
    run: stateOf(run),
    detections: detections.filter(({ mute }) => mute === null),
    muted: detections.filter(({ mute }) => mute !== null),
    detectors: DETECTORS.map((rule) => {
      const values = parametersWith(rule, own.get(rule.id) ?? {});
      return {
        ...{
          id: rule.id,
          title: rule.title,
          looksFor: rule.looksFor,
          benign: rule.benign,
          techniques: rule.techniques,
          needs: rule.needs,
        },
        found: run.assessed?.find(({ detector }) => detector === rule.id)?.found ?? null,
        notAssessed: run.not_assessed?.find(({ id }) => id === `detector:${rule.id}`)?.reason ?? null,
        isChanged: rule.parameters.some(({ name, default: usual }) => values[name] !== usual),
        parameters: rule.parameters.map((one) => ({ ...one, value: values[one.name] ?? one.default })),
      };
    }),
  };
}

/** Those that nobody muted, of one instance or, with null, of the whole case; most severe first. */
export async function readStandingDetections(caseId: string, instanceId: string | null): Promise<ShownDetection[]> {
  return (await readShown(caseId, instanceId)).filter(({ mute }) => mute === null);
}

async function readRun(caseId: string): Promise<RunRow> {
  const { rows } = await pool().query<RunRow>(
    `SELECT c.revision, r.state, r.step, r.steps_done, r.steps_total, r.error, r.revision AS run_revision, r.assessed,
            r.not_assessed, (extract(epoch FROM r.finished_at) * 1000)::float8 AS finished_ms
       FROM cases c LEFT JOIN detection_runs r ON r.case_id = c.id WHERE c.id = $1`,
    [caseId],
  );
  if (!rows[0]) throw new AppError("not-found", "There is no such case.");
  return rows[0];
}

function stateOf(row: RunRow): DetectionRunState {
  return {
    state: row.state ?? "none",
    step: row.step,
    stepsDone: row.steps_done ?? 0,
    stepsTotal: row.steps_total ?? 0,
    error: row.error,
    finishedMs: row.finished_ms,
    isCurrent: row.run_revision === row.revision,
    hasRun: row.run_revision !== null,
  };
}

interface DetectionRow {
  body: string;
  reason: string | null;
  actor: string | null;
  muted_ms: number | null;
}

async function readShown(caseId: string, instanceId: string | null): Promise<ShownDetection[]> {
  const { rows } = await askOften<DetectionRow>(
    `SELECT d.body #>> '{}' AS body, m.reason, m.actor, (extract(epoch FROM m.created_at) * 1000)::float8 AS muted_ms
       FROM detections d LEFT JOIN detection_mutes m ON m.case_id = d.case_id AND m.key = d.key
      WHERE d.case_id = $1 AND ($2::text IS NULL OR d.instance_id = $2) ORDER BY d.position`,
    [caseId, instanceId],
  );
  return rows.map(toShown);
}

const THRESHOLD = " threshold";

function toShown({ body, reason, actor, muted_ms }: DetectionRow): ShownDetection {
  const { proof, numbers, ...kept } = JSON.parse(body) as StoredDetection;
  return {
    ...kept,
    numbers: Object.entries(numbers)
      .filter(([name]) => !name.endsWith(THRESHOLD))
      .map(([name, value]) => ({ name, value, threshold: numbers[`${name}${THRESHOLD}`] ?? null })),
    records: proof.map((one) => ({
      ...{ sha256: one.sha256, record: one.record, fileId: one.fileId, atMs: one.atMs },
      place: writeCursor(one),
    })),
    mute: reason === null ? null : { reason, actor: actor ?? "", atMs: muted_ms ?? 0 },
  };
}
