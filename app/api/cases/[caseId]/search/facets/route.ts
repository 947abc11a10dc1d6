import { caseRoute } from "@/app/_guard/guarded-route";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { caseSearchOf } from "@/lib/timeline/events/event-search";
import { countCase } from "@/lib/timeline/search/count-case";

export const dynamic = "force-dynamic";

/** One step of counting the records of a search by the values of their fields. */
export const GET = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const { q, after = null } = caseSearchOf(Object.fromEntries(new URL(request.url).searchParams));
    const header = await readCaseHeader((await params).caseId);
    return Response.json(await countCase(header, q, after));
  },
);
