import { guardedRoute } from "@/app/_guard/guarded-route";
import { countUnread } from "@/lib/timeline/people/list-notices";

export const dynamic = "force-dynamic";

export const GET = guardedRoute(async (_request, _context, person) =>
  Response.json({ unread: await countUnread(person) }),
);
