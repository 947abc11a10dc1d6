import { z } from "zod";
import { likePattern } from "@/lib/core/like-pattern";
import { PersonText } from "@/lib/core/person-text";
import type { FileCheckState } from "@/lib/custody/trail/trail.types";
import { pool } from "@/lib/db/pool";

const FILES_A_PAGE = 100;
const LAST_ID = 2_147_483_647;

/** Which files of a case a URL asks for. Anything that does not parse is what it would be without it. */
export const EvidenceSearch = z.object({
  q: PersonText.trim().max(200).catch(""),
  kind: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
  /** The last file of the page before: its name and number. */
  after: PersonText.max(1100)
    .regex(/^\d{1,10} /)
    .transform((text) => ({ id: Number(text.split(" ", 1)[0]), name: text.slice(text.indexOf(" ") + 1) }))
    .refine(({ id }) => id <= LAST_ID)
    .optional()
    .catch(undefined),
  /** The file that a link leads to; it stands first then. */
  file: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .catch(undefined),
});
export type EvidenceSearch = z.infer<typeof EvidenceSearch>;

export interface EvidenceFileRow {
  id: number;
  sha256: string;
  /** Every name that these bytes were delivered under, in order. */
  names: string[];
  kind: string;
  size: number;
  records: number;
  duplicates: number;
  rejected: number;
  blank: number;
  headers: number;
  /** Epoch ms. */
  firstMs: number | null;
  lastMs: number | null;
  loadedMs: number;
  reason: string | null;
  /** Where the original lies when it was loaded by reference. */
  referencePath: string | null;
  /** What CloudTrail's digests say of the file; null where none tells. */
  check: { state: FileCheckState; note: string } | null;
}

export interface EvidencePage {
  files: EvidenceFileRow[];
  /** What asks for the next page; null at the end. */
  next: string | null;
  /** Kinds of all files of the case, with how many there are of each. */
  kinds: { kind: string; files: number }[];
}

const COLUMNS = `e.id, e.sha256, e.kind, e.size::float8 AS size, e.records::float8 AS records,
  e.duplicates::float8 AS duplicates, e.rejected::float8 AS rejected, e.blank::float8 AS blank,
  e.headers::float8 AS headers, e.reason, e.reference_path AS "referencePath",
  (SELECT json_build_object('state', c.state, 'note', c.note) FROM file_checks c WHERE c.file_id = e.id) AS "check",
  ARRAY(SELECT n.name FROM evidence_names n WHERE n.file_id = e.id ORDER BY n.name COLLATE "C") AS names,
  (extract(epoch FROM e.first_event) * 1000)::float8 AS "firstMs",
  (extract(epoch FROM e.last_event) * 1000)::float8 AS "lastMs",
  (extract(epoch FROM e.loaded_at) * 1000)::float8 AS "loadedMs"`;

/** A page of the files of a case, by first name and number. */
export async function listEvidenceFiles(caseId: string, search: EvidenceSearch): Promise<EvidencePage> {
  const { q, kind, after, file } = search;
  const [found, kinds] = await Promise.all([
    pool().query<EvidenceFileRow>(
      `SELECT ${COLUMNS} FROM evidence_files e
        CROSS JOIN LATERAL (SELECT min(n.name COLLATE "C") AS first FROM evidence_names n WHERE n.file_id = e.id) n
        WHERE e.case_id = $1 AND ($2::text IS NULL OR e.kind = $2) AND ($3::text IS NULL OR e.sha256 = $3)
          AND ($4 = '%%' OR e.sha256 LIKE lower($4)
               OR EXISTS (SELECT FROM evidence_names o WHERE o.file_id = e.id AND o.name ILIKE $4))
          AND ($5::text IS NULL OR (n.first COLLATE "C", e.id) > ($5 COLLATE "C", $6::int))
        ORDER BY n.first COLLATE "C", e.id LIMIT $7`,
      [
        ...[caseId, kind ?? null, file ?? null, likePattern(q)],
        ...[after?.name ?? null, after?.id ?? null, FILES_A_PAGE + 1],
      ],
    ),
    pool().query<EvidencePage["kinds"][number]>(
      "SELECT kind, count(*)::float8 AS files FROM evidence_files WHERE case_id = $1 GROUP BY kind ORDER BY kind",
      [caseId],
    ),
  ]);
  // Rows of the driver have no prototype, which React passes to no browser.
  const files = found.rows.slice(0, FILES_A_PAGE).map((row) => ({ ...row }));
  const last = files.at(-1);
  return {
    ...{ files, kinds: kinds.rows },
    next: found.rows.length > FILES_A_PAGE && last ? `${last.id} ${last.names[0] ?? ""}` : null,
  };
}
