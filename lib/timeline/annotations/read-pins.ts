import type { Subject } from "@/lib/core/subject";
import { pool } from "@/lib/db/pool";

/** A pin of a case; times are ISO 8601 in UTC. */
export interface PinRow {
  id: string;
  subjectKey: string;
  subject: Subject;
  /** What it was called, and when it was, as who pinned it saw it. */
  title: string;
  at: string | null;
  note: string;
  version: number;
  by: string;
  pinnedAt: string;
  colour: string | null;
  tags: string[];
}

/** The pins of a case in the order that people gave them, each with its note, colour and tags. */
export async function readPins(caseId: string): Promise<PinRow[]> {
  const { rows } = await pool().query<Omit<PinRow, "at" | "pinnedAt"> & { at: Date | null; created_at: Date }>(
    `SELECT p.id, p.subject_key AS "subjectKey", p.subject, p.title, p.at, p.note, p.version, p.actor AS by, p.created_at,
            (SELECT c.colour FROM subject_colours c WHERE c.case_id = $1 AND c.subject_key = p.subject_key) AS colour,
            ARRAY(SELECT t.tag FROM subject_tags t WHERE t.case_id = $1 AND t.subject_key = p.subject_key ORDER BY t.tag)
              AS tags
       FROM pins p WHERE p.case_id = $1 ORDER BY p.place, p.id`,
    [caseId],
  );
  return rows.map(({ at, created_at, ...row }) => ({
    ...row,
    ...{ at: at?.toISOString() ?? null, pinnedAt: created_at.toISOString() },
  }));
}
