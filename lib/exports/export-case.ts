import { createHash } from "node:crypto";
import { checkCase } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { recordExport } from "@/lib/cases/record-export";
import { readSource } from "@/lib/exports/read-source";
import { renderExport } from "@/lib/exports/render-export";
import type { CaseData } from "@/lib/report/case-data.types";
import { ALL_FORMATS, type ExportFormat, WITH_EVENTS } from "@/lib/report/export-formats";
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
  request: {
    caseId: string;
    format: ExportFormat;
    version?: number | null;
    masked?: readonly MaskedField[];
    signal?: AbortSignal;
  },
  actor: Actor,
): Promise<Exported> {
  const { caseId, format, version = null, signal } = request;
  await checkCase(actor, caseId, "report.export");
  const { data, settings } = await readSource({ ...request, withEvents: WITH_EVENTS.has(format) });
  const bytes = await renderExport(format, data, settings);
  signal?.throwIfAborted();
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { masked } = settings;
  await recordExport({ caseId, format, version, sha256, size: bytes.length, masked }, actor);
  return { name: exportName(data, format, masked.length > 0), type: ALL_FORMATS[format].type, bytes };
}

/** Of a file that leaves: letters, digits, dots and dashes. */
export function exportName(
  { case: { id }, madeAt, frozen }: CaseData,
  format: keyof typeof ALL_FORMATS,
  isMasked: boolean,
): string {
  const of = frozen === null ? madeAt.slice(0, 10) : `version-${frozen.version}`;
  return `threadline-${id.slice(0, 8)}-${of}${isMasked ? "-masked" : ""}.${ALL_FORMATS[format].extension}`;
}
