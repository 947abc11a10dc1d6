import type { MarkColour } from "@/lib/core/mark-colour";
import type { Subject } from "@/lib/core/subject";
import { pool } from "@/lib/db/pool";
import { rowsAt } from "@/lib/timeline/board/rows-at";

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
  colour: MarkColour | null;
  tags: string[];
}

/**
 * The pins of a case in the order that people gave them, each with its note, colour and tags; as they are, or as they were at an
 * instant.
 */
export async function readPins(caseId: string, at: Date | null = null): Promise<PinRow[]> {
  const { rows } = await pool().query<Omit<PinRow, "at" | "pinnedAt"> & { at: Date | null; created_at: Date }>(
    `SELECT p.id, p.subject_key AS "subjectKey", p.subject, p.title, p.at, p.note, p.version, p.actor AS by, p.created_at,
            c.colour, coalesce(t.tags, '{}') AS tags
       FROM ${rowsAt("pins", at)} p
       LEFT JOIN ${rowsAt("subject_colours", at)} c ON c.subject_key = p.subject_key
       LEFT JOIN (SELECT subject_key, array_agg(tag ORDER BY tag) AS tags FROM ${rowsAt("subject_tags", at)} g GROUP BY 1) t
         ON t.subject_key = p.subject_key
      ORDER BY p.place, p.id`,
    [caseId, at],
  );
  return rows.map(({ at, created_at, ...row }) => ({
    ...row,
    ...{ at: at?.toISOString() ?? null, pinnedAt: created_at.toISOString() },
  }));
}
