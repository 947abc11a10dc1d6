import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { RawSearch } from "@/lib/timeline/events/event-search";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";
import { type InstanceContext, parseSearch } from "../instance-asked";

export const dynamic = "force-dynamic";

/** The record that an event is, as it stands in its file. */
export const GET = caseRoute(async (request, { params }: InstanceContext): Promise<Response> => {
  const { open, whole } = parseSearch(request, RawSearch);
  const { id } = await getCase((await params).caseId);
  return Response.json(await readRawRecord(id, open, { whole: whole === "1", signal: request.signal }));
});
