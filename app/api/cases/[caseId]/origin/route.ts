import { caseRoute } from "@/app/_guard/guarded-route";
import { takeOriginTrail } from "@/lib/transfer/take-origin-trail";

export const dynamic = "force-dynamic";

/** The audit trail that a case had where it came from, as it was written there. */
export const GET = caseRoute(async (_request, { params }, person): Promise<Response> => {
  const { caseId } = await params;
  return new Response(await takeOriginTrail(caseId, person), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="threadline-origin-${caseId.slice(0, 8)}.jsonl"`,
    },
  });
});
