import { guardedRoute } from "@/app/_guard/guarded-route";
import { findPlaces, PlaceSearch } from "@/lib/timeline/find-places";

export const dynamic = "force-dynamic";

export const GET = guardedRoute(async (request, _context, person) => {
  const search = PlaceSearch.parse(Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await findPlaces(search, person));
});
