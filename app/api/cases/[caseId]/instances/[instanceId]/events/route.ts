import { caseRoute } from "@/app/_guard/guarded-route";
import { EventPageSearch } from "@/lib/timeline/events/event-search";
import { readEventStart, readEventWindow } from "@/lib/timeline/events/read-event-window";
import { type InstanceContext, instanceAsked, parseSearch } from "./instance-asked";

export const dynamic = "force-dynamic";

/** Rows of the table of an instance's events; where its order begins or around a moment, with how many there are. */
export const GET = caseRoute(async (request, context: InstanceContext): Promise<Response> => {
  const { ip, from, to, after, before, below, ...search } = parseSearch(request, EventPageSearch);
  const asked = { ...(await instanceAsked(context, { ip, from, to })), search };
  if (!after && !before && !below) return Response.json(await readEventStart(asked));
  const beyond = { after, before, below: below && { bytes: below.bytes, ...below.place } };
  return Response.json(await readEventWindow({ ...asked, ...beyond }));
});
