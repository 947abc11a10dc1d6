import { caseRoute } from "@/app/_guard/guarded-route";
import { FacetSearch } from "@/lib/timeline/events/event-search";
import { toEventsAsked } from "@/lib/timeline/events/read-event-window";
import { countInstance } from "@/lib/timeline/search/count-instance";
import { type InstanceContext, instanceAsked, parseSearch } from "../instance-asked";

export const dynamic = "force-dynamic";

/** One step of counting the events of a search by the values of their fields, the newest first. */
export const GET = caseRoute(async (request, context: InstanceContext): Promise<Response> => {
  const { ip, from, to, after = null, ...search } = parseSearch(request, FacetSearch);
  const about = await instanceAsked(context, { ip, from, to });
  return Response.json(await countInstance(await toEventsAsked({ ...about, search }), after));
});
