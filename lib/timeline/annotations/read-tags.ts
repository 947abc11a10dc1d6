import { compareText } from "@/lib/core/compare-text";
import type { Subject } from "@/lib/core/subject";
import { pool } from "@/lib/db/pool";

/** What people made of one thing by tags and a colour; times are ISO 8601 in UTC. */
export interface TaggedRow {
  subjectKey: string;
  subject: Subject;
  title: string;
  at: string | null;
  tags: { tag: string; by: string; taggedAt: string }[];
  colour: { colour: string; by: string; givenAt: string } | null;
}

interface Row {
  subject_key: string;
  subject: Subject;
  title: string;
  at: Date | null;
  tag: string | null;
  colour: string | null;
  actor: string;
  created_at: Date;
}

/** Everything in a case that has a tag or a colour, by time, then by subject. */
export async function readTags(caseId: string): Promise<TaggedRow[]> {
  const { rows } = await pool().query<Row>(
    `SELECT subject_key, subject, title, at, tag, NULL AS colour, actor, created_at FROM subject_tags WHERE case_id = $1
     UNION ALL SELECT subject_key, subject, title, at, NULL, colour, actor, created_at FROM subject_colours WHERE case_id = $1
      ORDER BY created_at, tag`,
    [caseId],
  );
  const found = new Map<string, TaggedRow>();
  for (const { subject_key: subjectKey, subject, title, at, tag, colour, actor: by, created_at } of rows) {
    const first = { subjectKey, subject, title, at: at?.toISOString() ?? null, tags: [], colour: null };
    const row = found.get(subjectKey) ?? first;
    found.set(subjectKey, row);
    const when = created_at.toISOString();
    if (tag !== null) row.tags.push({ tag, by, taggedAt: when });
    if (colour !== null) row.colour = { colour, by, givenAt: when };
  }
  for (const { tags } of found.values()) tags.sort((a, b) => compareText(a.tag, b.tag));
  return [...found.values()].sort(
    (a, b) => compareText(a.at ?? "~", b.at ?? "~") || compareText(a.subjectKey, b.subjectKey),
  );
}
