import { caseRoute } from "@/app/_guard/guarded-route";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { caseSearchOf } from "@/lib/timeline/events/event-search";
import { searchCase } from "@/lib/timeline/search/search-case";

export const dynamic = "force-dynamic";

/** One step of a search through all records of a case. */
export const GET = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const { q, after = null } = caseSearchOf(Object.fromEntries(new URL(request.url).searchParams));
    const header = await readCaseHeader((await params).caseId);
    return Response.json(await searchCase(header, q, after));
  },
);
