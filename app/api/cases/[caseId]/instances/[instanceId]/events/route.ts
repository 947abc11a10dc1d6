import { guardedRoute } from "@/app/_guard/guarded-route";
import { AppError } from "@/lib/core/app-error";
import { isInstanceId } from "@/lib/core/instance-id";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { evidenceSpan } from "@/lib/investigate/scope";
import { chosenAddress, isMistyped, readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { readCaseHeader } from "@/lib/timeline/case/read-case-header";
import { viewOf } from "@/lib/timeline/case/view-of";
import { EventPageSearch } from "@/lib/timeline/events/event-search";
import { readEventPage } from "@/lib/timeline/events/read-event-page";
import { readInstanceScope } from "@/lib/timeline/instance-scope";

export const dynamic = "force-dynamic";

interface Context {
  params: Promise<{ caseId: string; instanceId: string }>;
}

/** The events of an instance after a place, for the table that shows them. */
export const GET = guardedRoute(async (request, { params }: Context): Promise<Response> => {
  const { caseId, instanceId } = await params;
  const search = EventPageSearch.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!search.success || !isInstanceId(instanceId) || isMistyped(search.data.ip))
    throw new AppError("invalid", "That is no page of events.");
  const { tie, source: sources, after = null, ip: asked, from, to } = search.data;
  const header = await readCaseHeader(caseId);
  const ip = chosenAddress(header, asked);
  if (ip === null) throw new AppError("not-found", "This case has no flagged address.");
  const { window } = await readCaseDocument(header, ip);
  await findIndicatorHits(caseId, ip);
  const scope = await readInstanceScope(caseId, instanceId, ip);
  const { events: view } = viewOf(window, await evidenceSpan(caseId), { from, to });
  return Response.json(await readEventPage({ scope, view, tie, sources, after }));
});
