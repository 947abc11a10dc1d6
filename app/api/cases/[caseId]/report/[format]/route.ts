import { caseRoute } from "@/app/_guard/guarded-route";
import { AppError } from "@/lib/core/app-error";
import { exportCase } from "@/lib/exports/export-case";
import { isLargeCase } from "@/lib/exports/jobs/list-exports";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/report/export-formats";

import { versionAsked } from "../version-asked";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ caseId: string; format: string }>;
}

/** The report of a case in one format, as a file; the trail has its hash. */
export const GET = caseRoute(async (request, { params }: Context, person): Promise<Response> => {
  const { caseId, format } = await params;
  if (!Object.hasOwn(EXPORT_FORMATS, String(format))) throw new AppError("not-found", "There is no such format.");
  if (await isLargeCase(caseId))
    throw new AppError("conflict", "This case is large: have the export made on its page.");
  const version = versionAsked(request);
  const exported = await exportCase(
    { caseId, format: format as ExportFormat, version, signal: request.signal },
    person,
  );
  return new Response(new Uint8Array(exported.bytes), {
    headers: {
      "content-type": exported.type,
      "content-length": String(exported.bytes.length),
      "content-disposition": `attachment; filename="${exported.name}"`,
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
