import { z } from "zod";

export const CASE_FORMAT = "threadline-case";

const Name = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Time = z.iso.datetime({ offset: true }).nullable();

/** What an archive of a case says of itself before anything else. */
export const CaseHeader = z.object({
  format: z.literal(CASE_FORMAT),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  madeBy: z.string().max(320),
  case: z.object({
    title: z.string(),
    state: z.enum(["open", "in-review", "closed", "archived"]),
    windowFrom: Time,
    windowTo: Time,
    createdAt: Time,
    closedAt: Time,
    holdReason: z.string().max(500).nullable(),
    heldBy: z.string().max(320).nullable(),
    heldAt: Time,
  }),
  people: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.string().nullable() })),
  /** What people said in it, by table, in an order in which what refers to a row comes after it. */
  tables: z.array(z.object({ name: Name, columns: z.array(Name), rows: z.number().int().min(0) })),
});
export type CaseHeader = z.infer<typeof CaseHeader>;

export const EVIDENCE = "evidence.json";
export const TRAIL = "trail.jsonl";

/** The files of a case: what is loaded again, in this order. */
export const EvidenceList = z.array(
  z.object({
    sha256: Hash,
    size: z.number().int().min(0),
    names: z.array(z.object({ name: z.string().max(4096), archive: Hash.or(z.literal("")) })).min(1),
    /** Columns that a person gave for a log without a header. */
    flowFormat: z.string().nullable(),
  }),
);
export type EvidenceList = z.infer<typeof EvidenceList>;

/** An entry of the trail, with the text that its hash is of. */
export const TrailLine = z.object({
  id: z.number().int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  hash: Hash,
  text: z.string(),
  /** What the hash of its details is of, which stands in `text`; null for one whose details stand there themselves. */
  details: z.string().nullable(),
});
export type TrailLine = z.infer<typeof TrailLine>;

export function workEntry(table: string): string {
  return `work/${table}.json`;
}

/**
 * Tables that know of a case and do not travel: what loading makes again, who is on it, what is on its way, and what belongs to
 * the installation.
 */
export const NOT_TAKEN: ReadonlySet<string> = new Set([
  ...["audit_entries", "purges", "case_members", "case_origins", "uploads", "exports"],
  ...["notices", "deliveries", "webhooks", "evidence_checks", "presences", "case_visits"],
  ...["fetches", "fetch_objects"],
]);
