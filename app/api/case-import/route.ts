import { guardedRoute } from "@/app/_guard/guarded-route";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { receiveCase } from "@/lib/transfer/receive-case";

export const dynamic = "force-dynamic";

/** Takes the file of a case, whose bytes are the body, and opens it here; the worker loads its originals. */
export const POST = guardedRoute(async (request, _context, person): Promise<Response> => {
  const { caseId, load } = await receiveCase(request.body ?? nothing(), person, request.signal);
  if (load !== null) await enqueueLoad(load.loadId);
  return Response.json({ caseId });
});

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
