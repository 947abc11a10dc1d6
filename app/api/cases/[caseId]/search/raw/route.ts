import { caseRoute } from "@/app/_guard/guarded-route";
import { getCase } from "@/lib/cases/get-case";
import { AppError } from "@/lib/core/app-error";
import { RawSearch } from "@/lib/timeline/events/event-search";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

export const dynamic = "force-dynamic";

/** A record that a search found, as it stands in its file; whose it is need not be known. */
export const GET = caseRoute(
  async (request, { params }: { params: Promise<{ caseId: string }> }): Promise<Response> => {
    const search = RawSearch.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!search.success) throw new AppError("invalid", "That is no record of the evidence.");
    const { open, whole } = search.data;
    const { id } = await getCase((await params).caseId);
    return Response.json(await readRawRecord(id, open, { whole: whole === "1", signal: request.signal }));
  },
);
