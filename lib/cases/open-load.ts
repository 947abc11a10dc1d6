import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import type { Json, Transaction } from "@/lib/db/client";

/** A file on the work list of a load. */
export interface WorkFile {
  path: string;
  name: string;
  size: number;
  /** What its bytes must be; null where nobody knows them yet. */
  sha256?: string | null;
  /** SHA-256 of the archive that the file was delivered in. */
  archive?: string;
  /** False where the files inside an archive are on the list themselves. */
  unpack?: boolean;
  /** The bytes stay where they are. */
  reference?: boolean;
  /** Columns of flow logs without a header, spaces between; a person gave them unless said otherwise. */
  flowFormat?: string | null;
  flowFormatGiven?: boolean;
}

export interface OpenedLoad {
  loadId: number;
  files: number;
  bytes: number;
}

/** Writes the work list of a load, with its audit entry, inside the caller's transaction; the case must be locked. */
export async function openLoad(
  transaction: Transaction,
  { caseId, files, detail = {} }: { caseId: string; files: readonly WorkFile[]; detail?: Json },
  actor: Actor,
): Promise<OpenedLoad> {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const { id: loadId } = await transaction.load.create({
    data: { caseId, filesTotal: files.length, bytesTotal: bytes },
    select: { id: true },
  });
  // A work list can be long, and Prisma's createMany takes a quarter of a millisecond a row.
  await transaction.$executeRaw`
    INSERT INTO load_files (load_id, path, name, size, sha256, archive, unpack, reference, flow_format, flow_format_given)
    SELECT ${loadId}::int, path, name, size, sha256, archive, unpack, reference, flow_format, flow_format_given
      FROM unnest(${files.map(({ path }) => path)}::text[], ${files.map(({ name }) => name)}::text[],
                  ${files.map(({ size }) => size)}::bigint[],
                  ${files.map(({ sha256 }) => sha256 ?? null)}::text[],
                  ${files.map(({ archive }) => archive ?? "")}::text[],
                  ${files.map(({ unpack }) => unpack ?? true)}::boolean[],
                  ${files.map(({ reference }) => reference === true)}::boolean[],
                  ${files.map(({ flowFormat }) => flowFormat ?? null)}::text[],
                  ${files.map((file) => file.flowFormatGiven ?? typeof file.flowFormat === "string")}::boolean[])
        AS f (path, name, size, sha256, archive, unpack, reference, flow_format, flow_format_given)`;
  await appendAuditEntry(transaction, {
    actor,
    action: "load.started",
    caseId,
    subject: `load ${loadId}`,
    detail: { files: files.length, bytes, ...detail },
  });
  return { loadId, files: files.length, bytes };
}
