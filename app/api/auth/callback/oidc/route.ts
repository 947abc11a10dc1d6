import { openRoute } from "@/app/_guard/guarded-route";
import { leadTo } from "@/app/api/auth/lead-to";
import { finishOidc } from "@/lib/auth/oidc/finish-oidc";
import { REFUSALS } from "@/lib/auth/oidc/refusals";
import { AppError } from "@/lib/core/app-error";

export const dynamic = "force-dynamic";

/** Where the identity provider leads back to. */
export const GET = openRoute(async (request) => {
  try {
    const { path, cookies } = await finishOidc(request);
    return leadTo(path, cookies);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "forbidden") throw error;
    // A name, not the words: what an address says is not to be drawn as ours.
    const why = Object.entries(REFUSALS).find(([, words]) => words === error.message)?.[0];
    const known = why ?? (/^Too many/.test(error.message) ? "often" : "answer");
    return leadTo(`/sign-in?refused=${known}`, []);
  }
});
