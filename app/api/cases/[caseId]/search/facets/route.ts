import { caseRoute } from "@/app/_guard/guarded-route";
import { AppError } from "@/lib/core/app-error";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { CaseSearch } from "@/lib/timeline/events/event-search";
import { countCase } from "@/lib/timeline/search/count-case";

export const dynamic = "force-dynamic";

/** One step of counting the records of a search by the values of their fields. */
export const GET = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const search = CaseSearch.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!search.success) throw new AppError("invalid", "That is no search.");
    const header = await readCaseHeader((await params).caseId);
    return Response.json(await countCase(header, search.data.q, search.data.after ?? null));
  },
);
