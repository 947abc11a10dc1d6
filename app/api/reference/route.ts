import { guardedRoute } from "@/app/_guard/guarded-route";
import { addReference } from "@/lib/reference/add-reference";

export const dynamic = "force-dynamic";

/** Takes a file of reference data: its bytes are the body, its name stands in the search. */
export const POST = guardedRoute(async (request, _context, person): Promise<Response> => {
  const name = new URL(request.url).searchParams.get("name") ?? "";
  return Response.json(await addReference(request.body ?? nothing(), name, person));
});

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
