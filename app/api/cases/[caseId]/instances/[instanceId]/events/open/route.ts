import { caseRoute } from "@/app/_guard/guarded-route";
import { OpenSearch } from "@/lib/timeline/events/event-search";
import { readEventDetail } from "@/lib/timeline/events/read-event-detail";
import { toEventsAsked } from "@/lib/timeline/events/read-event-window";
import { type InstanceContext, instanceAsked, parseSearch } from "../instance-asked";

export const dynamic = "force-dynamic";

/** All that is known of one event. */
export const GET = caseRoute(async (request, context: InstanceContext): Promise<Response> => {
  const { ip, from, to, open, ...search } = parseSearch(request, OpenSearch);
  const about = await instanceAsked(context, { ip, from, to });
  return Response.json(await readEventDetail(await toEventsAsked({ ...about, search }), open));
});
