import type pg from "pg";
import type { Rejection } from "@/lib/core/records";
import { visibleText } from "@/lib/core/visible-text";
import type { LogSummary } from "@/lib/formats/read-log.types";
import { checkReserve } from "@/lib/ingest/check-free-disk";
import { IncomingMembers, type NamedOriginal } from "@/lib/ingest/incoming-members";
import type { ArchiveEntry } from "@/lib/sources/archive/archive-entry";
import { openArchive } from "@/lib/sources/archive/open-archive";
import type { FileForm } from "@/lib/sources/archive/tell-form";
import { SourceDamage, SourceLimit } from "@/lib/sources/source-damage";

const LONGEST_NAME = 700;

export interface Unpacked {
  /** The archive's own account: entries that were not read whole are rejected, all others count as headers. */
  summary: LogSummary;
  rejections: Rejection[];
  /** The files inside, on their way into the store. */
  members: IncomingMembers | null;
}

export interface UnpackRun {
  dataDir: string;
  signal: AbortSignal;
  /** Hears how many bytes of the archive were read so far. */
  onRead: (bytes: number) => void;
}

/**
 * Writes the files of an archive to the store's disk, one after the other; the caller settles or discards them. With
 * `unpack` false they are only read through, for the account. Throws AppError `no-space`, errors of the file system and
 * of the signal; leaves nothing behind then.
 */
export async function unpackArchive(
  job: { name: string; unpack: boolean },
  archive: { path: string; form: Exclude<FileForm, "log" | "parquet"> },
  run: UnpackRun,
): Promise<Unpacked> {
  const members = job.unpack ? new IncomingMembers(run.dataDir, run.signal) : null;
  try {
    return { ...(await readEntries(job, archive, { ...run, members })), members };
  } catch (error) {
    await members?.discard();
    throw error;
  }
}

async function readEntries(
  job: { name: string },
  archive: { path: string; form: Exclude<FileForm, "log" | "parquet"> },
  { dataDir, signal, onRead, members }: UnpackRun & { members: IncomingMembers | null },
): Promise<Omit<Unpacked, "members">> {
  const rejections: Rejection[] = [];
  let entries = 0;
  const reject = (name: string, reason: string) =>
    rejections.push({ kind: "rejection", record: entries, reason, text: name });
  const take = async (entry: ArchiveEntry, name: string) => {
    await checkReserve(dataDir);
    let damage: string | null = null;
    const chunks = untilDamage(entry.chunks(), (reason) => {
      damage = reason;
    });
    if (members) await members.add(`${job.name}!/${name}`, chunks, (size) => damage === null || size > 0);
    else await readThrough(chunks, signal);
    if (damage !== null) reject(name, damage);
    return damage;
  };
  let damaged: string | null = null;
  try {
    for await (const entry of openArchive({ ...archive, name: job.name }, { onRead })) {
      signal.throwIfAborted();
      entries += 1;
      damaged = null;
      const name = nameOf(entry);
      if (entry.kind === "refused") reject(name, entry.reason ?? "not read");
      else if (entry.kind === "file") damaged = await take(entry, name);
    }
  } catch (error) {
    if (!(error instanceof SourceDamage)) throw error;
    const last = rejections.at(-1);
    // In a stream the file that broke off and the end are one damage, and the end says more of it.
    if (last && damaged !== null && archive.form !== "zip") last.reason = error.message;
    else {
      entries += 1;
      reject("", error.message);
    }
  }
  return { summary: account(entries, rejections.length), rejections };
}

/** What stands in the list of files: its own spelling with what would steer or hide shown, never a path on a disk. */
function nameOf({ name }: ArchiveEntry): string {
  const visible = visibleText(name) || "(without a name)";
  return visible.length > LONGEST_NAME ? `…${visible.slice(-LONGEST_NAME)}` : visible;
}

async function* untilDamage(chunks: AsyncIterable<Uint8Array>, note: (reason: string) => void) {
  try {
    yield* chunks;
  } catch (error) {
    if (!(error instanceof SourceDamage) || error instanceof SourceLimit) throw error;
    note(error.message);
  }
}

async function readThrough(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  for await (const _ of chunks) signal.throwIfAborted();
}

function account(entries: number, rejected: number): LogSummary {
  return {
    ...{ kind: "archive", records: 0, rejected, blank: 0, headers: entries - rejected },
    ...{ firstEventMs: null, lastEventMs: null, logKey: null },
    reason: `${entries} ${entries === 1 ? "entry" : "entries"}; each file inside stands in the list under its own name`,
  };
}

/** The account of an archive that is left as it is. */
export function notUnpacked(reason: string): Unpacked {
  return { summary: { ...account(0, 0), reason }, rejections: [], members: null };
}

/** Adds the files of an archive to the work list of its load, inside the caller's transaction. */
export async function listUnpacked(
  client: pg.ClientBase,
  job: { loadId: number; loadFileId: number },
  archive: string,
  files: readonly NamedOriginal[],
): Promise<{ files: number; bytes: number }> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length === 0) return { files: 0, bytes };
  await client.query(
    `INSERT INTO load_files (load_id, archive, path, name, size, sha256, flow_format, flow_format_given)
     SELECT $1, $2, f.path, f.name, f.size, f.sha256, a.flow_format, a.flow_format_given
       FROM unnest($3::text[], $4::text[], $5::bigint[], $6::text[]) AS f (path, name, size, sha256)
       JOIN load_files a ON a.id = $7`,
    [
      ...[job.loadId, archive, files.map(({ place }) => place), files.map(({ name }) => name)],
      ...[files.map(({ size }) => size), files.map(({ sha256 }) => sha256), job.loadFileId],
    ],
  );
  await client.query("UPDATE loads SET files_total = files_total + $2, bytes_total = bytes_total + $3 WHERE id = $1", [
    ...[job.loadId, files.length, bytes],
  ]);
  return { files: files.length, bytes };
}
