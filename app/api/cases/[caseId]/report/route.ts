import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { AppError } from "@/lib/core/app-error";
import { previewReport } from "@/lib/exports/preview-report";
import { ReportSettings } from "@/lib/report/report-settings";
import { versionAsked } from "./version-asked";

export const dynamic = "force-dynamic";

/**
 * The report as it would leave with the settings of a form, for the frame of its page: it runs nothing, loads nothing, and
 * nothing of it is kept. A form asks for it, since settings are too long for an address.
 */
export const POST = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const { id } = await getCase((await params).caseId);
    const form = await request.formData().catch(() => new FormData());
    const settings = settingsIn(form.get("settings"));
    return new Response(await previewReport(id, { version: versionAsked(request), settings }), {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox",
      },
    });
  },
);

function settingsIn(field: FormDataEntryValue | null): ReportSettings {
  try {
    return ReportSettings.parse(JSON.parse(String(field ?? "")));
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError("invalid", "These are no settings of a report.");
    throw error;
  }
}
