import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { holdOriginals, unlockAll } from "@/lib/ingest/load-lock";
import { evidencePath } from "@/lib/sources/original-path";
import { addOriginal } from "@/lib/transfer/add-original";
import { CASE_FORMAT, CaseHeader, EVIDENCE, type EvidenceList, TRAIL, workEntry } from "@/lib/transfer/case-layout";
import { HEADER } from "@/lib/transfer/pack-layout";
import type { PackWriter } from "@/lib/transfer/pack-writer";
import { readWorkTables, type WorkTable } from "@/lib/transfer/work-tables";

interface ExportOptions {
  caseId: string;
  signal?: AbortSignal;
  onProgress?: (progress: { filesDone: number; filesTotal: number }) => void;
}

interface Gathered {
  header: CaseHeader;
  work: { name: string; rows: string }[];
  evidence: (EvidenceList[number] & { referencePath: string | null })[];
  trail: string;
}

/**
 * Writes a case into a tar for another installation: originals, what people said in it, and its audit trail, each with
 * its SHA-256. What follows from the originals is not in it: it is made again where it is brought in. Throws AppError
 * `not-found`, `forbidden`, and `conflict` where an original is not what was loaded.
 */
export async function exportCaseArchive(
  { caseId, signal, onProgress }: ExportOptions,
  writer: PackWriter,
  actor: Actor,
): Promise<{ files: number }> {
  const lock = await pool().connect();
  let broken = true;
  try {
    await holdOriginals(lock);
    const { header, work, evidence, trail } = await gather(caseId, actor);
    await writer.addJson(HEADER, header);
    await writer.addJson(
      EVIDENCE,
      evidence.map(({ referencePath: _, ...file }) => file),
    );
    await writer.addBytes(TRAIL, Buffer.from(trail));
    for (const { name, rows } of work) await writer.addBytes(workEntry(name), Buffer.from(rows));
    for (const [filesDone, { sha256, size, referencePath }] of evidence.entries()) {
      signal?.throwIfAborted();
      await addOriginal(writer, { sha256, size }, evidencePath(env().dataDir, { sha256, referencePath }));
      onProgress?.({ filesDone: filesDone + 1, filesTotal: evidence.length });
    }
    await unlockAll(lock);
    broken = false;
    return { files: evidence.length };
  } finally {
    lock.release(broken);
  }
}

/** All but the originals, as of one moment, with the entry that says that it leaves: that one is the trail's last. */
function gather(caseId: string, actor: Actor): Promise<Gathered> {
  return inTransaction(async (transaction) => {
    await transaction.$executeRaw`SET LOCAL statement_timeout = 0`;
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.export" });
    const found = await transaction.case.findUniqueOrThrow({ where: { id: caseId } });
    const evidence = await listEvidence(transaction, caseId);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "case.exported", caseId, subject: found.title },
      detail: { files: evidence.length },
    });
    const tables = await readWorkTables(transaction);
    const work: (Gathered["work"][number] & { count: number; columns: string[] })[] = [];
    for (const table of tables)
      work.push({ columns: table.columns, ...(await readRows(transaction, table, tables, caseId)) });
    const iso = (at: Date | null) => at?.toISOString() ?? null;
    const header = CaseHeader.parse({
      ...{ format: CASE_FORMAT, version: 1, madeAt: new Date().toISOString(), madeBy: actorOf(actor) },
      case: {
        ...{ title: found.title, state: found.state, holdReason: found.holdReason, heldBy: found.heldBy },
        ...{ windowFrom: iso(found.windowFrom), windowTo: iso(found.windowTo), createdAt: iso(found.createdAt) },
        ...{ closedAt: iso(found.closedAt), heldAt: iso(found.heldAt) },
      },
      people: await listPeople(transaction, caseId),
      tables: work.map(({ name, columns, count }) => ({ name, columns, rows: count })),
    });
    return { header, work, evidence, trail: await readTrail(transaction, caseId) };
  });
}

async function listEvidence(transaction: Transaction, caseId: string): Promise<Gathered["evidence"]> {
  const files = await transaction.evidenceFile.findMany({
    where: { caseId },
    orderBy: { id: "asc" },
    select: {
      ...{ sha256: true, size: true, referencePath: true, flowFormat: true, flowFormatGiven: true },
      names: { select: { name: true, archive: true }, orderBy: { id: "asc" } },
    },
  });
  return files.map(({ size, flowFormat, flowFormatGiven, ...file }) => ({
    ...file,
    size: Number(size),
    // What a description said is told again by it.
    flowFormat: flowFormatGiven ? flowFormat : null,
  }));
}

/** Everyone whom a row may name: those on the case, and those who are no longer. */
function listPeople(transaction: Transaction, caseId: string): Promise<CaseHeader["people"]> {
  return transaction.$queryRaw`
    SELECT u.id, u.name, u.email, m.role FROM users u LEFT JOIN case_members m ON m.user_id = u.id AND m.case_id = ${caseId}::uuid
     WHERE m.role IS NOT NULL OR u.email IN (SELECT actor FROM audit_entries WHERE case_id = ${caseId}::uuid) ORDER BY u.email`;
}

async function readRows(
  transaction: Transaction,
  { name, columns, ofCase, references }: WorkTable,
  tables: readonly WorkTable[],
  caseId: string,
): Promise<{ name: string; rows: string; count: number }> {
  // Names are the database's own, held against a pattern when the header is made.
  const parent = references.find(({ table }) => tables.some((one) => one.name === table && one.ofCase));
  const scope = ofCase
    ? "t.case_id = $1::uuid"
    : `t.${parent?.column} IN (SELECT id FROM ${parent?.table} WHERE case_id = $1::uuid)`;
  // By number where there is one: history is to keep its order.
  const order = columns.filter((column) => column !== "case_id").map((column) => `t."${column}"`)[0] ?? "1";
  const [row] = await transaction.$queryRawUnsafe<{ rows: string; count: number }[]>(
    `SELECT coalesce(json_agg(to_jsonb(t) ORDER BY ${order}), '[]')::text AS rows, count(*)::int AS count FROM ${name} t WHERE ${scope}`,
    caseId,
  );
  return { name, rows: row?.rows ?? "[]", count: row?.count ?? 0 };
}

async function readTrail(transaction: Transaction, caseId: string): Promise<string> {
  const lines = await transaction.$queryRaw<{ line: string }[]>`
    SELECT jsonb_build_object('id', a.id, 'at', a.at, 'actor', a.actor, 'action', a.action, 'subject', a.subject,
             'detail', a.detail, 'hash', a.hash, 'text', audit_entry_text(a),
             'details', CASE WHEN a.rule > 1 THEN audit_detail_text(a) END)::text AS line
      FROM audit_entries a WHERE case_id = ${caseId}::uuid ORDER BY id`;
  return lines.map(({ line }) => `${line}\n`).join("");
}
