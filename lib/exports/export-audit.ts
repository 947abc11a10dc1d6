import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { inTransaction } from "@/lib/db/client";
import { csvCell } from "@/lib/report/formats/csv-tables";
import type { AuditFilter } from "@/lib/timeline/list-audit-entries";
import { lastAuditEntry, readAuditTrail, type TrailEntry } from "@/lib/timeline/read-audit-trail";

/** What the trail leaves as: a table to read, or lines by which anyone can work out the chain. */
export const AUDIT_FORMATS = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
} as const;
export type AuditFormat = keyof typeof AUDIT_FORMATS;

const COLUMNS = ["no", "at", "who", "what", "action", "case_id", "subject", "detail", "address", "agent"] as const;
const HASHES = ["previous_hash", "hash"] as const;

/**
 * The entries that someone may read and that fit, as text in pieces, the first first. That they are taken out stands in the
 * trail before the first piece is given; that entry is not among them.
 */
export async function exportAudit(
  { format, filter, signal }: { format: AuditFormat; filter: AuditFilter; signal?: AbortSignal | undefined },
  actor: Actor,
): Promise<AsyncGenerator<string>> {
  const upTo = await lastAuditEntry();
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  await inTransaction((transaction) =>
    appendAuditEntry(transaction, {
      ...{ actor, action: "audit.exported", caseId: null, subject: format },
      detail: { upTo, ...Object.fromEntries(asked) },
    }),
  );
  return pieces(format, readAuditTrail(actor, filter, upTo), signal);
}

async function* pieces(format: AuditFormat, steps: AsyncIterable<TrailEntry[]>, signal: AbortSignal | undefined) {
  if (format === "csv") yield line([...COLUMNS, ...HASHES]);
  for await (const entries of steps) {
    signal?.throwIfAborted();
    yield entries.map(format === "csv" ? csvLine : (entry) => `${JSON.stringify(entry)}\n`).join("");
  }
}

function csvLine({ id, detail, previousHash, hash, emptied, ...entry }: TrailEntry): string {
  const told = emptied ? "emptied when the case was purged" : JSON.stringify(detail);
  return line([
    ...[Number(id), entry.at, entry.actor, entry.what, entry.action, entry.caseId, entry.subject, told],
    ...[entry.address, entry.agent, previousHash, hash],
  ]);
}

function line(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}
