import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { type Actor, actorOf } from "@/lib/auth/person";
import { addFirstMembers } from "@/lib/cases/add-first-members";
import { CASE_FIELDS } from "@/lib/cases/case-summary";
import { CaseTitle } from "@/lib/cases/case-title";
import { type OpenedLoad, openLoad } from "@/lib/cases/open-load";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Json, type Transaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { holdOriginals, unlockAll } from "@/lib/ingest/load-lock";
import { originalPlace } from "@/lib/sources/original-path";
import { CaseHeader, EVIDENCE, EvidenceList, TRAIL, workEntry } from "@/lib/transfer/case-layout";
import { checkTrail } from "@/lib/transfer/check-trail";
import { keepOriginal } from "@/lib/transfer/keep-original";
import { HEADER, hashOfEntry } from "@/lib/transfer/pack-layout";
import { putRows } from "@/lib/transfer/put-rows";
import { jsonOf, readPack, refused } from "@/lib/transfer/read-pack";

interface Brought {
  header: CaseHeader;
  evidence: EvidenceList;
  trail: string;
  work: Map<string, unknown>;
  archiveSha256: string;
}

/**
 * Brings a case in from an archive of another installation: a new case with what people said in it and the originals, whose
 * load is opened here and is to be run. Its trail there is kept beside the one that begins here. Nothing counts before the
 * manifest was held against all of it. Throws AppError `forbidden`, `invalid` for what is no whole archive or of another
 * version, and `conflict` where what it holds is here already.
 */
export async function importCaseArchive(
  { path, signal }: { path: string; signal?: AbortSignal },
  actor: Actor,
): Promise<{ caseId: string; title: string; load: OpenedLoad | null }> {
  checkInstallation(actor, "case.open");
  const lock = await pool().connect();
  let broken = true;
  try {
    // Until rows name them, originals are nobody's.
    await holdOriginals(lock);
    const brought = await read(path, signal);
    const made = await inTransaction((transaction) => make(transaction, brought, actor)).catch((error: unknown) => {
      if (isTaken(error))
        throw new AppError("conflict", "This case, or a copy of it, is in this installation already.");
      throw error;
    });
    await unlockAll(lock);
    broken = false;
    return made;
  } finally {
    lock.release(broken);
  }
}

async function read(path: string, signal: AbortSignal | undefined): Promise<Brought> {
  let header: CaseHeader | null = null;
  let evidence: EvidenceList | null = null;
  let trail: string | null = null;
  const work = new Map<string, unknown>();
  const kept = new Set<string>();
  for await (const entry of readPack(path)) {
    signal?.throwIfAborted();
    const sha256 = hashOfEntry(entry.name);
    if (entry.name === HEADER) header = readHeader(await entry.whole());
    else if (entry.name === EVIDENCE)
      evidence = listOf(EVIDENCE, EvidenceList.safeParse(jsonOf(EVIDENCE, await entry.whole())));
    else if (entry.name === TRAIL) trail = (await entry.whole()).toString("utf8");
    else if (sha256 !== null) {
      // Bytes that no file of the case has are not taken into the store.
      if (!evidence?.some((file) => file.sha256 === sha256)) throw refused(`${entry.name} is no file of the case`);
      await keepOriginal(sha256, entry.chunks(), signal);
      kept.add(sha256);
    } else {
      const table = header?.tables.find(({ name }) => workEntry(name) === entry.name);
      if (!table) throw refused(`it holds ${entry.name}, which its header does not name`);
      work.set(table.name, jsonOf(entry.name, await entry.whole()));
    }
  }
  if (!header || !evidence || trail === null) throw refused("one of its lists is missing");
  const missing = evidence.find(({ sha256 }) => !kept.has(sha256));
  if (missing) throw refused(`the original ${missing.sha256} is missing`);
  checkTrail(trail);
  return { header, evidence, trail, work, archiveSha256: await hashFile(path) };
}

function readHeader(bytes: Buffer): CaseHeader {
  const header = CaseHeader.safeParse(jsonOf(HEADER, bytes));
  if (!header.success) throw refused("it is no archive of a case, or one of a version that this one does not know");
  return header.data;
}

function listOf<Value>(name: string, parsed: { success: true; data: Value } | { success: false }): Value {
  if (!parsed.success) throw refused(`${name} cannot be read`);
  return parsed.data;
}

async function hashFile(path: string): Promise<string> {
  const sum = createHash("sha256");
  for await (const chunk of createReadStream(path)) sum.update(chunk as Buffer);
  return sum.digest("hex");
}

async function make(transaction: Transaction, brought: Brought, actor: Actor) {
  const { header, evidence, trail, work, archiveSha256 } = brought;
  const { state, holdReason, heldBy, ...shown } = header.case;
  const title = CaseTitle.safeParse(shown.title);
  if (!title.success) throw refused("the name of its case is not one");
  const date = (at: string | null) => (at === null ? null : new Date(at));
  const created = await transaction.case.create({
    data: {
      title: title.data,
      // A review is of people who are not here.
      state: state === "in-review" ? "open" : state,
      ...{ holdReason, heldBy, heldAt: date(shown.heldAt), closedAt: date(shown.closedAt) },
      ...{ windowFrom: date(shown.windowFrom), windowTo: date(shown.windowTo) },
    },
    select: CASE_FIELDS,
  });
  const caseId = created.id;
  await addFirstMembers(transaction, created, actor);
  await putRows(transaction, { caseId, header, work });
  await transaction.caseOrigin.create({
    data: {
      ...{ caseId, archiveSha256, exportedAt: header.madeAt, exportedBy: header.madeBy, importedBy: actorOf(actor) },
      people: header.people.map(({ name, email, role }) => ({ name, email, role })),
      ...{ entries: trail.split("\n").length - 1, trail },
    },
    select: { caseId: true },
  });
  await appendAuditEntry(transaction, {
    ...{ actor, action: "case.imported", caseId, subject: created.title },
    detail: {
      archiveSha256,
      exportedAt: header.madeAt,
      exportedBy: header.madeBy,
      files: evidence.length,
    } satisfies Json,
  });
  const files = evidence.flatMap(({ sha256, size, names, flowFormat }) =>
    names.map(({ name, archive }) => ({
      ...{ name, archive, size, sha256, flowFormat, unpack: false, path: originalPlace(env().dataDir, sha256) },
    })),
  );
  const load =
    files.length === 0 ? null : await openLoad(transaction, { caseId, files, detail: { imported: true } }, actor);
  return { caseId, title: created.title, load };
}

/** A row with a name of its own that another row has. */
function isTaken(error: unknown): boolean {
  const text = error instanceof Error ? error.message : "";
  return text.includes("23505") || text.includes("Unique constraint");
}
