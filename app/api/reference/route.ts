import { guardedRoute } from "@/app/_guard/guarded-route";
import { AppError } from "@/lib/core/app-error";
import { addReference, MOST_BYTES } from "@/lib/reference/add-reference";

export const dynamic = "force-dynamic";

/** Takes a file of reference data: its bytes are the body, its name stands in the search. */
export const POST = guardedRoute(async (request, _context, person): Promise<Response> => {
  const name = new URL(request.url).searchParams.get("name") ?? "";
  return Response.json(await addReference(await bodyOf(request), name, person));
});

async function bodyOf(request: Request): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) throw new AppError("invalid", "Reference data may have 256 MB at most.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
