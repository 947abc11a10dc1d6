import { caseRoute } from "@/app/_guard/guarded-route";
import { AppError } from "@/lib/core/app-error";
import { exportCase } from "@/lib/exports/export-case";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/report/export-formats";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ caseId: string; format: string }>;
}

/** The report of a case in one format, as a file; the trail has its hash. */
export const GET = caseRoute(async (request, { params }: Context, person): Promise<Response> => {
  const { caseId, format } = await params;
  if (!Object.hasOwn(EXPORT_FORMATS, String(format))) throw new AppError("not-found", "There is no such format.");
  const exported = await exportCase({ caseId, format: format as ExportFormat, signal: request.signal }, person);
  return new Response(new Uint8Array(exported.bytes), {
    headers: {
      "content-type": exported.type,
      "content-length": String(exported.bytes.length),
      "content-disposition": `attachment; filename="${exported.name}"`,
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
