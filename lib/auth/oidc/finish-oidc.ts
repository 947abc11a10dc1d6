import { isAPIError } from "better-auth/api";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Origin, originOf } from "@/lib/audit/origin";
import { giveAttemptBack, takeAttempt } from "@/lib/auth/limit-attempts";
import { findProvider, OIDC, oidcOver, type Provider } from "@/lib/auth/oidc/oidc-over";
import { REFUSALS } from "@/lib/auth/oidc/refusals";
import { tellRefused } from "@/lib/auth/tell-refused";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Transaction } from "@/lib/db/client";

export interface Returned {
  /** A path of ours. */
  path: string;
  cookies: string[];
}

/**
 * Signs in who comes back from the provider: someone with an account, by the identity that it was joined to or by an address
 * that the provider has verified; or someone who is invited, whose account it makes. Throws AppError `forbidden` for all others, and
 * what was refused stands in the trail.
 */
export async function finishOidc(request: Request): Promise<Returned> {
  const from = originOf(request.headers);
  const account = `identity provider ${from.address}`;
  await takeAttempt(account, from);
  const provider = await findProvider();
  try {
    const returned = await inTransaction((transaction) => signedIn(transaction, provider, request, from));
    await giveAttemptBack(account, from);
    return returned;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "forbidden") throw error;
    await tellRefused("identity provider", { from, why: error.message });
    throw error;
  }
}

async function signedIn(
  transaction: Transaction,
  provider: Provider,
  request: Request,
  from: Origin,
): Promise<Returned> {
  const startedAt = new Date();
  const { path, cookies, token } = await asked(transaction, provider, request);
  const session = await transaction.webSession.findUnique({ where: { token }, include: { user: true } });
  if (!session) throw refused("no session");
  const { user } = session;
  if (user.disabledAt !== null) throw new AppError("forbidden", REFUSALS.disabled);
  if (user.createdAt >= startedAt) await join(transaction, user, from);
  // Nothing is asked of the provider in anyone's name later.
  await transaction.loginAccount.updateMany({
    where: { userId: user.id, providerId: OIDC },
    data: { accessToken: null, refreshToken: null, idToken: null },
  });
  await appendAuditEntry(transaction, {
    ...{ actor: user.email, action: "person.signed-in", caseId: null, subject: user.email },
    ...{ from, detail: { by: "identity provider" } },
  });
  return { path, cookies };
}

async function asked(transaction: Transaction, provider: Provider, request: Request) {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { api, $context } = oidcOver(transaction, provider);
  const answer = await api
    .callbackOAuth({ params: { id: OIDC }, query, headers: request.headers, method: "GET", asResponse: true })
    .catch((error: unknown) => {
      if (isAPIError(error)) throw refused(error.message);
      throw error;
    });
  const base = "http://own.invalid";
  const to = new URL(answer.headers.get("location") ?? "/", base);
  const error = to.searchParams.get("error");
  if (error !== null) throw refused(error);
  const cookies = answer.headers.getSetCookie();
  const { name } = (await $context).authCookies.sessionToken;
  const value = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
  const [token = ""] = decodeURIComponent(value?.split(";")[0] ?? "").split(".");
  // Kept with the state by us, and a path of ours then.
  return { path: `${to.pathname}${to.search}`, cookies, token };
}

/** Someone new: their account stays only if an invitation waits for the address, and the provider has verified that. */
async function join(
  transaction: Transaction,
  { id, email, name, emailVerified }: { id: string; email: string; name: string; emailVerified: boolean },
  from: Origin,
): Promise<void> {
  const where = { kind: "invitation", email, expiresAt: { gt: new Date() } };
  const invitation = emailVerified ? await transaction.entryLink.findFirst({ where }) : null;
  if (!invitation) throw new AppError("forbidden", REFUSALS.uninvited);
  const { role, actor: invitedBy } = invitation;
  await transaction.entryLink.deleteMany({ where: { kind: "invitation", email } });
  await transaction.user.update({ where: { id }, data: { role }, select: { id: true } });
  await appendAuditEntry(transaction, {
    ...{ actor: email, action: "person.joined", caseId: null, subject: email },
    ...{ from, detail: { name, role, invitedBy, by: "identity provider" } },
  });
}

function refused(why: string): AppError {
  return /not linked|not_linked|unable_to_link/.test(why)
    ? new AppError("forbidden", REFUSALS.unverified)
    : new AppError("forbidden", REFUSALS.answer);
}
