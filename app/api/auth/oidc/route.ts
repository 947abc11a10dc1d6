import { openRoute } from "@/app/_guard/guarded-route";
import { ownPath } from "@/app/_guard/own-path";
import { leadTo } from "@/app/api/auth/lead-to";
import { beginOidc } from "@/lib/auth/oidc/begin-oidc";

export const dynamic = "force-dynamic";

/** Leads to the identity provider. */
export const GET = openRoute(async (request) => {
  const to = ownPath(new URL(request.url).searchParams.get("to") ?? undefined);
  const { url, cookies } = await beginOidc(to, request.headers);
  return leadTo(url, cookies);
});
