import { auditWords } from "@/lib/audit/audit-action";
import type { Actor } from "@/lib/auth/person";
import { pool } from "@/lib/db/pool";
import { type AuditFilter, mayReadEntry } from "@/lib/timeline/list-audit-entries";

/** An entry with all that its hashes are made of. */
export interface TrailEntry {
  id: string;
  /** ISO 8601, UTC, to the millisecond. */
  at: string;
  actor: string;
  action: string;
  /** The action in words. */
  what: string;
  caseId: string | null;
  subject: string | null;
  detail: Record<string, unknown>;
  address: string | null;
  agent: string | null;
  /** By which rule it is hashed: 1 covers the details themselves, 2 their hash. */
  rule: number;
  /** Its case was purged: subject and detail are no more. */
  emptied: boolean;
  /** The very texts whose SHA-256 `hash` and `detailHash` are; null of what was emptied, and of details by rule 1. */
  hashed: string | null;
  detailHashed: string | null;
  detailHash: string | null;
  previousHash: string;
  hash: string;
}

const STEP = 2_000;

/** Number of the last entry; "0" of an empty trail. */
export async function lastAuditEntry(): Promise<string> {
  const { rows } = await pool().query<{ id: string }>("SELECT COALESCE(max(id), 0) AS id FROM audit_entries");
  return rows[0]?.id ?? "0";
}

/** The entries that someone may read and that fit, up to one, the first first: read in steps, so that a trail of any length is. */
export async function* readAuditTrail(
  reader: Actor,
  { actor, action, caseId }: AuditFilter,
  upTo: string,
): AsyncGenerator<TrailEntry[]> {
  for (let after = "0"; ; ) {
    const { rows } = await pool().query<Omit<TrailEntry, "what" | "at"> & { at: Date }>(
      `SELECT a.id, a.at, a.actor, a.action, a.case_id AS "caseId", a.subject, a.detail, a.address, a.agent, a.rule,
              a.emptied_at IS NOT NULL AS emptied,
              CASE WHEN a.rule > 1 OR a.emptied_at IS NULL THEN audit_entry_text(a) END AS hashed,
              CASE WHEN a.rule > 1 AND a.emptied_at IS NULL THEN audit_detail_text(a) END AS "detailHashed",
              CASE WHEN a.rule > 1 THEN a.detail_hash END AS "detailHash", a.previous_hash AS "previousHash", a.hash
         FROM audit_entries a
        WHERE a.id > $1::bigint AND a.id <= $2::bigint
          AND ($4::text IS NULL OR a.actor = $4) AND ($5::text IS NULL OR a.action = $5)
          AND ($6::uuid IS NULL OR a.case_id = $6::uuid)
          AND ${mayReadEntry("a", "$7")}
        ORDER BY a.id LIMIT $3`,
      [after, upTo, STEP, actor ?? null, action ?? null, caseId ?? null, reader.id],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => ({ ...row, at: row.at.toISOString(), what: auditWords(row.action) }));
    if (rows.length < STEP) return;
    after = last.id;
  }
}
