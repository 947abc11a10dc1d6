import { Readable } from "node:stream";
import { guardedRoute } from "@/app/_guard/guarded-route";
import { AppError } from "@/lib/core/app-error";
import { AUDIT_FORMATS, type AuditFormat, exportAudit } from "@/lib/exports/export-audit";
import { AuditSearch } from "@/lib/timeline/audit-search";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ format: string }>;
}

/** The audit trail as the page shows it, all of its pages, as a file; that it was taken out stands in the trail. */
export const GET = guardedRoute(async (request, { params }: Context, person): Promise<Response> => {
  const { format } = await params;
  if (!Object.hasOwn(AUDIT_FORMATS, String(format))) throw new AppError("not-found", "There is no such format.");
  const { actor, action, case: caseId } = AuditSearch.parse(Object.fromEntries(new URL(request.url).searchParams));
  const asked = { format: format as AuditFormat, filter: { actor, action, caseId }, signal: request.signal };
  const stream = Readable.toWeb(
    Readable.from(await exportAudit(asked, person)).map((text: string) => Buffer.from(text)),
  );
  return new Response(stream as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": AUDIT_FORMATS[asked.format],
      "content-disposition": `attachment; filename="threadline-audit-${new Date().toISOString().slice(0, 10)}.${format}"`,
      "content-security-policy": "default-src 'none'; sandbox",
    },
  });
});
