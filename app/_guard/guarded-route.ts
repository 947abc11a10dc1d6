import { requirePerson } from "@/app/_guard/require-person";
import type { Person } from "@/lib/auth/person";

/** A route handler behind a session; faults become a status and words. */
export function guardedRoute<Context>(
  run: (request: Request, context: Context, person: Person) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => run(request, context, await requirePerson());
}
