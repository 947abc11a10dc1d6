import { auditWords } from "@/lib/audit/audit-action";
import { isOn } from "@/lib/auth/is-on";
import type { Actor } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";

export interface AuditEntryRow {
  id: string;
  atMs: number;
  actor: string;
  /** In words. */
  what: string;
  caseId: string | null;
  /** Null where the case is gone. */
  caseTitle: string | null;
  subject: string | null;
  detail: Record<string, unknown>;
  /** Its case was purged: subject and detail are no more. */
  emptied: boolean;
  /** From where: an address, and what the program said of itself. */
  address: string | null;
  agent: string | null;
  hash: string;
}

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  caseId?: string | undefined;
}

export interface AuditPage {
  entries: AuditEntryRow[];
  /** Where the next page begins; null on the last one. */
  before: string | null;
}

const PAGE = 100;

/**
 * Which entries someone may read: those of their cases, their own, and what was done to their account. An owner also those that belong to no case, or to one
 * that is gone. The operator reads all.
 */
export function mayReadEntry(alias: string, actor: string): string {
  return `(${actor}::text IS NULL
      OR ${alias}.case_id IN (SELECT case_id FROM case_members WHERE user_id = ${actor})
      OR ${alias}.actor = (SELECT email FROM users WHERE id = ${actor})
      OR (${alias}.case_id IS NULL AND ${alias}.action LIKE 'person.%' AND ${alias}.subject = (SELECT email FROM users WHERE id = ${actor}))
      OR ((SELECT role FROM users WHERE id = ${actor}) = 'owner'
          AND NOT EXISTS (SELECT FROM cases k WHERE k.id = ${alias}.case_id)))`;
}

/** Audit entries that someone may read and that fit, before an id, the newest first, a page of them. Those of scratch cases are entries like all others. */
export async function listAuditEntries(
  reader: Actor,
  { actor, action, caseId }: AuditFilter = {},
  before: string | null = null,
  limit = PAGE,
): Promise<AuditPage> {
  const { rows } = await pool().query<AuditEntryRow & { action: string }>(
    `SELECT a.id, (extract(epoch FROM a.at) * 1000)::float8 AS "atMs", a.actor, a.action, a.case_id AS "caseId",
            CASE WHEN ${isOn("c", "$6")} THEN c.title END AS "caseTitle", a.subject, a.detail,
            a.emptied_at IS NOT NULL AS emptied, a.address, a.agent, a.hash
       FROM audit_entries a LEFT JOIN cases c ON c.id = a.case_id
      WHERE ($1::bigint IS NULL OR a.id < $1::bigint)
        AND ($3::text IS NULL OR a.actor = $3) AND ($4::text IS NULL OR a.action = $4)
        AND ${mayReadEntry("a", "$6")}
        AND ($5::uuid IS NULL OR a.case_id = $5::uuid)
      ORDER BY a.id DESC LIMIT $2`,
    [before, limit + 1, actor ?? null, action ?? null, caseId ?? null, reader.id],
  );
  const entries = rows.slice(0, limit).map(({ action: name, ...row }) => ({ ...row, what: auditWords(name) }));
  return { entries, before: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
}

const ACTORS_SHOWN = 200;

/** Who stands in the trail as far as someone may read it, by name: found by steps in an index, not by reading the trail. */
export async function listAuditActors(reader: Actor): Promise<string[]> {
  const { rows } = await pool().query<{ actor: string }>(
    `WITH RECURSIVE steps AS (
       (SELECT actor FROM audit_entries ORDER BY actor LIMIT 1)
       UNION ALL
       SELECT (SELECT actor FROM audit_entries WHERE actor > steps.actor ORDER BY actor LIMIT 1)
         FROM steps WHERE steps.actor IS NOT NULL)
     SELECT steps.actor
       FROM steps CROSS JOIN LATERAL (SELECT FROM audit_entries a
                                       WHERE a.actor = steps.actor AND ${mayReadEntry("a", "$2")} LIMIT 1) read
      ORDER BY steps.actor LIMIT $1`,
    [ACTORS_SHOWN, reader.id],
  );
  return rows.map(({ actor }) => actor);
}
