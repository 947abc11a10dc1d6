import { openRoute } from "@/app/_guard/guarded-route";
import { ownPath } from "@/app/_guard/own-path";
import { leadTo } from "@/app/api/auth/lead-to";
import { beginOidc } from "@/lib/auth/oidc/begin-oidc";
import { AppError } from "@/lib/core/app-error";

export const dynamic = "force-dynamic";

/** Leads to the identity provider. */
export const GET = openRoute(async (request) => {
  const to = ownPath(new URL(request.url).searchParams.get("to") ?? undefined);
  try {
    const { url, cookies } = await beginOidc(to, request.headers);
    return leadTo(url, cookies);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "forbidden") throw error;
    return leadTo("/sign-in?refused=often", []);
  }
});
