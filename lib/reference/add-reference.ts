import { createHash, randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { type Actor, actorOf } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { readReference } from "@/lib/reference/read-reference";
import type { ListedValue, ReferenceKind } from "@/lib/reference/reference.types";
import { referencePath } from "@/lib/reference/reference-path";
import { removeUnusedBytes } from "@/lib/reference/remove-unused-bytes";

export const MOST_BYTES = 256 << 20;
const ROWS_AT_ONCE = 20_000;

const ReferenceName = PersonText.trim().min(1, "The file has no name.").max(200, "The name is too long.");

/**
 * Takes a file of reference data, told by its content: AWS's ranges, a database of places, or a list of known-bad values. One
 * of the same kind and name (ranges: the one there is) is replaced. Throws AppError `invalid`; nothing is changed then.
 */
export async function addReference(
  bytes: Buffer,
  name: string,
  actor: Actor,
): Promise<{ id: number; kind: ReferenceKind }> {
  checkInstallation(actor, "reference.change");
  const given = ReferenceName.parse(name);
  if (bytes.length > MOST_BYTES) throw new AppError("invalid", "Reference data may have 256 MB at most.");
  const read = readReference(bytes, Date.now());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  // Before the row: what has a row has its bytes.
  const path = referencePath(sha256);
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, bytes, { mode: 0o600, flush: true });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  const key = { kind: read.kind, name: nameOf(read, given) };
  const { replaced, ...added } = await inTransaction(async (transaction) => {
    const before = await transaction.referenceFile.findUnique({ where: { kind_name: key } });
    if (before) await transaction.referenceFile.delete({ where: { id: before.id } });
    const { entries, skipped, datedMs } = read;
    const { id } = await transaction.referenceFile.create({
      data: {
        ...{ ...key, sha256, size: bytes.length, entries, actor: actorOf(actor) },
        ...{ skipped: skipped.map((row) => ({ ...row })), dated: datedMs === null ? null : new Date(datedMs) },
      },
    });
    if (read.kind === "indicators") await writeValues(transaction, id, read.values);
    await appendAuditEntry(transaction, {
      ...{ actor, action: before ? "reference.replaced" : "reference.added", caseId: null, subject: key.name },
      detail: { kind: read.kind, file: given, sha256, entries, ...(before ? { replaced: before.sha256 } : {}) },
    });
    return { id, kind: read.kind, replaced: before?.sha256 };
  });
  if (replaced !== undefined && replaced !== sha256) await removeUnusedBytes(replaced);
  return added;
}

function nameOf(read: { kind: "aws-ranges" | "indicators" } | { kind: "places"; name: string }, given: string): string {
  if (read.kind === "aws-ranges") return "ip-ranges.json";
  return read.kind === "places" ? read.name : given;
}

async function writeValues(transaction: Transaction, fileId: number, values: readonly ListedValue[]): Promise<void> {
  for (let at = 0; at < values.length; at += ROWS_AT_ONCE) {
    const part = values.slice(at, at + ROWS_AT_ONCE);
    const column = (kind: ListedValue["kind"]) => part.map((row) => (row.kind === kind ? row.value : null));
    await transaction.$executeRaw`
      INSERT INTO reference_entries (file_id, network, name, note)
      SELECT ${fileId}::int, network::inet, name, note
        FROM unnest(${column("network")}::text[], ${column("name")}::text[], ${part.map(({ note }) => clean(note))}::text[])
             AS row(network, name, note)`;
  }
}

/** The database takes no NUL in a text. */
function clean(note: string): string {
  return note.replaceAll("\0", "");
}
