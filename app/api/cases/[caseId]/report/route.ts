import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { previewReport } from "@/lib/exports/preview-report";
import { versionAsked } from "./version-asked";

export const dynamic = "force-dynamic";

/** The report as it would leave now, for the frame of its page: it runs nothing and loads nothing. */
export const GET = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const { id } = await getCase((await params).caseId);
    return new Response(await previewReport(id, versionAsked(request)), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
      },
    });
  },
);
