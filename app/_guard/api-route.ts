import { answerFault } from "@/app/_guard/answer-fault";
import { failed, refuse, SET_UP_FIRST, STATUS } from "@/app/_guard/guarded-route";
import { findTokenPerson } from "@/lib/auth/find-token-person";
import type { Person } from "@/lib/auth/person";

interface Context {
  params: Promise<{ path: string[] }>;
}

/** A route for programs: asked under a name that is ours, with a token that holds. A session of a browser opens none. */
export function apiRoute(
  run: (request: Request, path: readonly string[], person: Person) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, { params }) => {
    const refused = refuse(request);
    if (refused) return failed(421, { ok: false, code: "forbidden", message: refused });
    try {
      const person = await findTokenPerson(request.headers);
      if (!person) {
        const answer = failed(401, { ok: false, code: "forbidden", message: "Send a token: Authorization: Bearer …" });
        answer.headers.set("www-authenticate", 'Bearer realm="threadline"');
        return answer;
      }
      if (person.mustSetUp) return failed(403, { ok: false, code: "forbidden", message: SET_UP_FIRST });
      const answer = await run(request, (await params).path, person);
      answer.headers.set("cache-control", "private, no-store");
      answer.headers.set("x-content-type-options", "nosniff");
      return answer;
    } catch (error) {
      const failure = answerFault(error, "route /api/v1");
      return failed(STATUS[failure.code], failure);
    }
  };
}
