import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { listCaseValues, ValueSearch } from "@/lib/timeline/search/list-case-values";

export const dynamic = "force-dynamic";

/** Values of a field that records of the case have, to complete what someone types. */
export const GET = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const search = ValueSearch.parse(Object.fromEntries(new URL(request.url).searchParams));
    const { id } = await getCase((await params).caseId);
    return Response.json(await listCaseValues(id, search));
  },
);
