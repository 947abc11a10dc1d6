import { rename, rm } from "node:fs/promises";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { type Actor, actorOf } from "@/lib/auth/person";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { lockReference } from "@/lib/reference/lock-reference";
import { readReference } from "@/lib/reference/read-reference";
import { type ReceivedFile, receiveReference } from "@/lib/reference/receive-reference";
import type { ListedValue, ReadReference, ReferenceKind } from "@/lib/reference/reference.types";
import { referencePath } from "@/lib/reference/reference-path";
import { removeUnusedBytes } from "@/lib/reference/remove-unused-bytes";

const ROWS_AT_ONCE = 20_000;

const ReferenceName = PersonText.trim().min(1, "The file has no name.").max(200, "The name is too long.");

/**
 * Takes a file of reference data, told by its content: AWS's ranges, a database of places, or a list of known-bad values. One
 * of the same kind and name (ranges: the one there is) is replaced. Throws AppError `invalid`; nothing is changed then.
 */
export async function addReference(
  content: AsyncIterable<Uint8Array>,
  name: string,
  actor: Actor,
): Promise<{ id: number; kind: ReferenceKind }> {
  checkInstallation(actor, "reference.change");
  const given = ReferenceName.parse(name);
  const file = await receiveReference(content);
  try {
    const read = await file.use((whole) => readReference(whole, Date.now()));
    const { replaced, ...added } = await inTransaction((transaction) =>
      place(transaction, { file, read, given, actor }),
    );
    if (replaced !== undefined && replaced !== file.sha256) await removeUnusedBytes(replaced);
    return added;
  } catch (error) {
    await removeUnusedBytes(file.sha256).catch(() => undefined);
    throw error;
  } finally {
    await rm(file.path, { force: true });
  }
}

async function place(
  transaction: Transaction,
  { file, read, given, actor }: { file: ReceivedFile; read: ReadReference; given: string; actor: Actor },
) {
  await lockReference(transaction);
  const key = { kind: read.kind, name: nameOf(read, given) };
  const before = await transaction.referenceFile.findUnique({ where: { kind_name: key } });
  if (before) await transaction.referenceFile.delete({ where: { id: before.id } });
  const { sha256, size } = file;
  const { entries, skipped, datedMs } = read;
  // What has a row has its bytes.
  await rename(file.path, referencePath(sha256));
  const { id } = await transaction.referenceFile.create({
    data: {
      ...{ ...key, sha256, size, entries, actor: actorOf(actor) },
      ...{ skipped: skipped.map((row) => ({ ...row })), dated: datedMs === null ? null : new Date(datedMs) },
    },
  });
  if (read.kind === "indicators") await writeValues(transaction, id, read.values);
  await appendAuditEntry(transaction, {
    ...{ actor, action: before ? "reference.replaced" : "reference.added", caseId: null, subject: key.name },
    detail: { kind: read.kind, file: given, sha256, entries, ...(before ? { replaced: before.sha256 } : {}) },
  });
  return { id, kind: read.kind, replaced: before?.sha256 };
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

/** The database takes no NUL in a text, nor half of a character. */
function clean(note: string): string {
  return note.replaceAll(/[\0\p{Surrogate}]/gu, "");
}
