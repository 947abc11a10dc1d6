import { caseRoute } from "@/app/_guard/guarded-route";
import { FacetSearch } from "@/lib/timeline/events/event-search";
import { toEventsAsked } from "@/lib/timeline/events/read-event-window";
import { readFacets } from "@/lib/timeline/search/read-facets";
import { type InstanceContext, instanceAsked, parseSearch } from "../instance-asked";

export const dynamic = "force-dynamic";

/** The events of a search by the values of their fields, with counts. */
export const GET = caseRoute(async (request, context: InstanceContext): Promise<Response> => {
  const { ip, from, to, ...search } = parseSearch(request, FacetSearch);
  const about = await instanceAsked(context, { ip, from, to });
  return Response.json(await readFacets(await toEventsAsked({ ...about, search })));
});
