import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/app/_guard/content-security-policy";
import { PATH_HEADER } from "@/app/_guard/path-header";
import { isAllowedHost } from "@/lib/auth/allowed-hosts";
import { env } from "@/lib/env";

/**
 * Stands before every page: answers only under names that are ours, and gives each page a policy of its own by which no
 * script runs but Threadline's. Who may see what is decided by the pages themselves (`requirePerson`).
 */
export function proxy(request: NextRequest): NextResponse {
  const served = env();
  if (!isAllowedHost(request.headers.get("host"), served)) return misdirected();
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, {
    secure: served.baseUrl.startsWith("https:"),
    production: served.production,
  });
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

function misdirected(): NextResponse {
  return new NextResponse(
    "Threadline does not answer under this name. Set BASE_URL to the address that people use, or add the name to THREADLINE_ALLOWED_HOSTS.\n",
    { status: 421, headers: { "content-type": "text/plain; charset=utf-8" } },
  );
}

export const config = {
  // Uploads are streams, which a proxy would hold back; their route and every other one has its own guard.
  matcher: ["/((?!api/|_next/static/|_next/image$|healthz$|icon\\.svg$).*)"],
};
