import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { checkCase } from "@/lib/auth/check-permission";
import { findActor } from "@/lib/auth/find-actor";
import { exportFolder, exportPath } from "@/lib/cases/export-files";
import { recordExport } from "@/lib/cases/record-export";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";
import { writeBundle } from "@/lib/exports/bundle/write-bundle";
import { exportName } from "@/lib/exports/export-case";
import { hashFile } from "@/lib/exports/hash-file";
import { type ExportSource, readSource } from "@/lib/exports/read-source";
import { renderExport } from "@/lib/exports/render-export";
import { ALL_FORMATS, type AnyFormat, WITH_EVENTS } from "@/lib/report/export-formats";
import { MASKED_FIELDS, type MaskedField } from "@/lib/report/report-settings";

const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const REPORT_MS = 500;

/**
 * Makes an export that was asked for: its file lies beside those of its case until it expires, and the trail has its hash before
 * anyone can take it. One that was cut off is begun again; one that was cancelled, or whose case is gone, is left. What goes
 * wrong is told where it was asked for.
 */
export async function runExport(exportId: string, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const { count } = await prisma().caseExport.updateMany({
    where: { id: exportId, state: { in: ["queued", "running"] } },
    data: { state: "running", step: "Reading the case", done: 0, total: 0, error: null },
  });
  const asked = count === 0 ? null : await prisma().caseExport.findUnique({ where: { id: exportId } });
  if (asked === null) return;
  const stopping = new AbortController();
  const stop = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
  const path = exportPath(asked);
  try {
    await make(asked, { path, signal: stop, onProgress: reporter(exportId, stopping) });
  } catch (error) {
    await Promise.all([path, `${path}.new`].map((one) => rm(one, { force: true })));
    // One that the worker's end cut off waits for the next start.
    if (signal?.aborted) throw error;
    const message = error instanceof AppError ? error.message : "It could not be made.";
    await prisma().caseExport.updateMany({
      where: { id: exportId, state: "running" },
      data: { state: "failed", error: message, finishedAt: new Date() },
    });
    if (!(error instanceof AppError) && !stop.aborted) throw error;
  }
}

type Asked = NonNullable<Awaited<ReturnType<ReturnType<typeof prisma>["caseExport"]["findUnique"]>>>;
type Report = (step: string, done: number, total: number) => Promise<void>;

async function make(
  asked: Asked,
  { path, signal, onProgress }: { path: string; signal: AbortSignal; onProgress: Report },
) {
  const { id, caseId, version } = asked;
  const format = formatOf(asked.format);
  const actor = await findActor(asked.userId);
  // They may have been taken off the case meanwhile.
  await checkCase(actor, caseId, "report.export");
  const masked = asked.masked.filter((field): field is MaskedField => Object.hasOwn(MASKED_FIELDS, field));
  const withEvents = format === "bundle" || WITH_EVENTS.has(format);
  const source = await readSource({ caseId, version, masked, withEvents, signal });
  await mkdir(exportFolder(caseId), { recursive: true, mode: 0o700 });
  await writeTo(`${path}.new`, format, source, { signal, onProgress });
  signal.throwIfAborted();
  const { size, sha256 } = await hashFile(`${path}.new`);
  await recordExport({ caseId, format, version, sha256, size, masked }, actor);
  await rename(`${path}.new`, path);
  const { count } = await prisma().caseExport.updateMany({
    where: { id, state: "running" },
    data: {
      ...{ state: "done", step: "", size, sha256, name: exportName(source.data, format, masked.length > 0) },
      ...{ finishedAt: new Date(), expiresAt: new Date(Date.now() + KEPT_MS) },
    },
  });
  if (count === 0) await rm(path, { force: true });
}

async function writeTo(
  path: string,
  format: AnyFormat,
  source: ExportSource,
  { signal, onProgress }: { signal: AbortSignal; onProgress: Report },
): Promise<void> {
  if (format === "bundle") return writeBundle(source, { path, signal, onProgress });
  await onProgress("Writing the report", 0, 1);
  await writeFile(path, await renderExport(format, source.data, source.settings), { mode: 0o600 });
}

function formatOf(text: string): AnyFormat {
  if (Object.hasOwn(ALL_FORMATS, text)) return text as AnyFormat;
  throw new AppError("invalid", "There is no such format.");
}

/** Tells how far it is, now and then, and stops what was cancelled. */
function reporter(exportId: string, stopping: AbortController): Report {
  let toldAt = 0;
  let told = "";
  return async (step, done, total) => {
    if (step === told && performance.now() - toldAt < REPORT_MS) return;
    [toldAt, told] = [performance.now(), step];
    const { count } = await prisma().caseExport.updateMany({
      where: { id: exportId, state: "running" },
      data: { step, done, total },
    });
    if (count === 0) stopping.abort(new AppError("cancelled", "It was cancelled."));
    stopping.signal.throwIfAborted();
  };
}
