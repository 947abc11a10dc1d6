import { pool } from "@/lib/db/pool";
import { passesTest } from "@/lib/search/matches-query";
import type { FieldTerm, MarkedRecord, MarkedTerm, Query, ReadQuery } from "@/lib/search/query.types";
import { readQuery } from "@/lib/search/read-query";
import { isMarkField, type MarkField } from "@/lib/search/search-field";

interface MarkRow {
  value: string;
  fileId: number | null;
  fileSha256: string;
  record: number;
  instanceId: string | null;
  key: string;
}

/** What people say by each field, with its value. A comment that was taken back says nothing. */
const SAID: Record<MarkField, string> = {
  tag: "SELECT subject, tag AS value FROM subject_tags WHERE case_id = $1",
  pinned: "SELECT subject, 'yes' AS value FROM pins WHERE case_id = $1",
  commented: "SELECT DISTINCT subject, 'yes' AS value FROM comments WHERE case_id = $1 AND deleted_at IS NULL",
};

/**
 * Reads a text of the search language for a case: conditions on what people marked become the records and groups that are marked
 * now. What is kept for such a query must name what it was made into: marks change without the evidence.
 */
export async function readCaseQuery(caseId: string, typed: string): Promise<ReadQuery> {
  const { query, mistakes } = readQuery(typed);
  return { query: query === null ? null : await withMarks(caseId, query), mistakes };
}

async function withMarks(caseId: string, query: Query): Promise<Query> {
  switch (query.kind) {
    case "and":
    case "or":
      return { kind: query.kind, parts: await Promise.all(query.parts.map((part) => withMarks(caseId, part))) };
    case "not":
      return { kind: "not", part: await withMarks(caseId, query.part) };
    case "field":
      return isMarkField(query.field) ? findMarked(caseId, query.field, query.test) : query;
    default:
      return query;
  }
}

async function findMarked(caseId: string, field: MarkField, test: FieldTerm["test"]): Promise<Query> {
  if (test.kind === "is" && test.choice === "no") {
    return { kind: "not", part: await findMarked(caseId, field, { kind: "any" }) };
  }
  const { rows } = await pool().query<MarkRow>(
    `SELECT s.value, e.id AS "fileId", s.subject->>'fileSha256' AS "fileSha256", (s.subject->>'record')::int AS record,
            s.subject->>'instanceId' AS "instanceId", s.subject->>'key' AS key
       FROM (${SAID[field]}) s
       LEFT JOIN evidence_files e ON e.case_id = $1 AND e.sha256 = s.subject->>'fileSha256'
      WHERE s.subject->>'kind' IN ('event', 'group') ORDER BY 2, 4, 5, 6`,
    [caseId],
  );
  const found = rows.filter(({ value }) => passesTest(test, value));
  const records = found.flatMap(({ fileId, fileSha256, record }): MarkedRecord[] =>
    fileId === null ? [] : [{ fileId, fileSha256, record }],
  );
  const groups = found.flatMap(({ instanceId, key }): MarkedTerm["groups"] =>
    instanceId === null ? [] : [{ instanceId, key }],
  );
  return { kind: "marked", records, groups };
}
