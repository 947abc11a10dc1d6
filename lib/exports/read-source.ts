import { findReportSettings } from "@/lib/exports/find-report-settings";
import { readCaseData } from "@/lib/exports/read-case-data";
import { type ReadVersion, readVersion } from "@/lib/exports/versions/read-version";
import type { CaseData } from "@/lib/report/case-data.types";
import { maskCase } from "@/lib/report/mask/mask-case-data";
import type { MaskedField, ReportSettings } from "@/lib/report/report-settings";

/** What an export is made from; masked where it is to be. */
export interface ExportSource {
  data: CaseData;
  settings: ReportSettings;
  /** The version it is of, as it was signed, without masks; null: the case as it is. */
  signed: ReadVersion | null;
}

export interface SourceRequest {
  caseId: string;
  /** A frozen version; null: the case as it is. */
  version?: number | null;
  /** Left out: what people chose for the report. */
  masked?: readonly MaskedField[];
  /** Left out: what people chose. */
  settings?: ReportSettings | undefined;
  withEvents?: boolean;
  /** The whole audit trail is worked out for it, which what leaves says. */
  wholeTrail?: boolean;
  signal?: AbortSignal;
}

/**
 * A case, or one of its versions, with how its report is put together. Sections, zone and logo are those that people choose
 * now; the words and figures of a version are its own. Throws AppErrors of `readVersion` and `readCaseData`.
 */
export async function readSource({
  caseId,
  version = null,
  masked,
  settings,
  withEvents,
  wholeTrail,
  signal,
}: SourceRequest): Promise<ExportSource> {
  const chosen = settings ?? (await findReportSettings(caseId));
  const signed = version === null ? null : await readVersion(caseId, version);
  const wanted = {
    ...chosen,
    masked: [...(masked ?? chosen.masked)],
    summary: signed === null ? chosen.summary : signed.frozen.summary,
  };
  const data = signed?.data ?? (await readCaseData(caseId, { withEvents, wholeTrail, signal }));
  signal?.throwIfAborted();
  return { ...maskCase(data, wanted), signed };
}
