import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { listSavedSearches } from "@/lib/timeline/search/list-saved-searches";

export const dynamic = "force-dynamic";

/** The searches that are kept for a case. */
export const GET = caseRoute(async (_, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
  const { id } = await getCase((await params).caseId);
  return Response.json(await listSavedSearches(id));
});
