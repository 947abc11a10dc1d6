import { caseRoute } from "@/app/_guard/guarded-route";
import { GroupSearch } from "@/lib/timeline/events/event-search";
import { readGroupRows, toEventsAsked } from "@/lib/timeline/events/read-event-window";
import { type InstanceContext, instanceAsked, parseSearch } from "../instance-asked";

export const dynamic = "force-dynamic";

/** The events of one group of the table. */
export const GET = caseRoute(async (request, context: InstanceContext): Promise<Response> => {
  const { ip, from, to, first, after, ...search } = parseSearch(request, GroupSearch);
  const about = await instanceAsked(context, { ip, from, to });
  return Response.json(await readGroupRows(await toEventsAsked({ ...about, search }), first, after ?? null));
});
