import { createHash } from "node:crypto";
import { checkCase } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { recordExport } from "@/lib/cases/record-export";
import { findReportSettings } from "@/lib/exports/find-report-settings";
import { readCaseData } from "@/lib/exports/read-case-data";
import { renderExport } from "@/lib/exports/render-export";
import { EXPORT_FORMATS, type ExportFormat, WITH_EVENTS } from "@/lib/report/export-formats";
import { maskCase } from "@/lib/report/mask/mask-case-data";
import type { MaskedField } from "@/lib/report/report-settings";

export interface Exported {
  /** Of a file: letters, digits, dots and dashes. */
  name: string;
  type: string;
  bytes: Buffer;
}

/**
 * A case's report in one format, as people chose it; it leaves only once the trail has its hash. Throws AppError
 * `not-found`, `forbidden`, and `conflict` while the evidence is being changed.
 */
export async function exportCase(
  request: { caseId: string; format: ExportFormat; masked?: readonly MaskedField[]; signal?: AbortSignal },
  actor: Actor,
): Promise<Exported> {
  const { caseId, format, signal } = request;
  await checkCase(actor, caseId, "report.export");
  const chosen = await findReportSettings(caseId);
  const wanted = { ...chosen, masked: [...(request.masked ?? chosen.masked)] };
  const { data, settings } = maskCase(
    await readCaseData(caseId, { withEvents: WITH_EVENTS.has(format), signal }),
    wanted,
  );
  const bytes = await renderExport(format, data, settings);
  signal?.throwIfAborted();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  await recordExport({ caseId, format, sha256, size: bytes.length, masked: wanted.masked }, actor);
  const { extension, type } = EXPORT_FORMATS[format];
  const day = data.madeAt.slice(0, 10);
  const cover = wanted.masked.length > 0 ? "-masked" : "";
  return { name: `threadline-${caseId.slice(0, 8)}-${day}${cover}.${extension}`, type, bytes };
}
