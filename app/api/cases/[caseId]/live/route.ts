import { caseRoute } from "@/app/_guard/guarded-route";
import { openFeed } from "@/lib/live/open-feed";
import { bePresent, Place } from "@/lib/live/presence";

export const dynamic = "force-dynamic";

/** What happens in a case while it is looked at, as server-sent events. */
export const GET = caseRoute(async (request, { params }, person) => openFeed((await params).caseId, request, person));

/** Someone opened another page of the case. */
export const POST = caseRoute(async (request, { params }, person) => {
  await bePresent((await params).caseId, person.id, Place.parse(await request.json().catch(() => null)));
  return new Response(null, { status: 204 });
});
