import { answerFault } from "@/app/_guard/answer-fault";
import { isAllowedHost, isOwnOrigin } from "@/lib/auth/allowed-hosts";
import { checkCase } from "@/lib/auth/check-permission";
import { findPerson } from "@/lib/auth/find-person";
import type { Person } from "@/lib/auth/person";
import type { ActionFailure } from "@/lib/core/action-result";
import { env } from "@/lib/env";

export const STATUS: Record<ActionFailure["code"], number> = {
  invalid: 400,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  cancelled: 409,
  "no-space": 507,
  unavailable: 503,
  fault: 500,
};
export const SET_UP_FIRST = "Set up a second factor first, on the page of your account.";
const SAFE = new Set(["GET", "HEAD"]);

/**
 * A route handler: asked under a name that is ours, from a page of ours where it changes anything, with a session. What it
 * throws becomes a status and `{ ok: false, code, message }`; nothing it answers is kept by anyone unless it says so.
 */
export function guardedRoute<Context>(
  run: (request: Request, context: Context, person: Person) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    const refused = refuse(request);
    if (refused) return failed(421, { ok: false, code: "forbidden", message: refused });
    try {
      const person = await findPerson(request.headers);
      if (!person) return failed(401, { ok: false, code: "forbidden", message: "Sign in first." });
      if (person.mustSetUp) return failed(403, { ok: false, code: "forbidden", message: SET_UP_FIRST });
      const answer = await run(request, context, person);
      if (!answer.headers.has("cache-control")) answer.headers.set("cache-control", "private, no-store");
      answer.headers.set("x-content-type-options", "nosniff");
      return answer;
    } catch (error) {
      const failure = answerFault(error, `route ${new URL(request.url).pathname.split("/").slice(0, 3).join("/")}`);
      return failed(STATUS[failure.code], failure);
    }
  };
}

/** A route below a case: for those who are on it; everyone else is told that there is no such case. */
export function caseRoute<Params extends { caseId: string }>(
  run: (request: Request, context: { params: Promise<Params> }, person: Person) => Promise<Response>,
): (request: Request, context: { params: Promise<Params> }) => Promise<Response> {
  return guardedRoute(async (request, context: { params: Promise<Params> }, person) => {
    await checkCase(person, (await context.params).caseId, "case.read");
    return run(request, context, person);
  });
}

/** A route for someone who is not signed in, to which the identity provider may lead: asked under a name that is ours. */
export function openRoute(run: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isAllowedHost(request.headers.get("host"), env())) {
      return failed(421, { ok: false, code: "forbidden", message: "Threadline does not answer under this name." });
    }
    try {
      const answer = await run(request);
      answer.headers.set("cache-control", "private, no-store");
      return answer;
    } catch (error) {
      const failure = answerFault(error, "route /api/auth");
      return failed(STATUS[failure.code], failure);
    }
  };
}

/** Why a request is not answered; null for one that is. */
export function refuse({ method, headers }: Request): string | null {
  const served = env();
  const host = headers.get("host");
  if (!isAllowedHost(host, served)) return "Threadline does not answer under this name.";
  if (headers.get("sec-fetch-site") === "cross-site") return "Another site may not ask for this.";
  if (!SAFE.has(method) && !isOwnOrigin(headers.get("origin"), host, served)) return "Another site may not do this.";
  return null;
}

export function failed(status: number, failure: ActionFailure): Response {
  return Response.json(failure, { status, headers: { "cache-control": "no-store" } });
}
