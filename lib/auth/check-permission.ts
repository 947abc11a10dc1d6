import { z } from "zod";
import {
  type CasePermission,
  type CaseRole,
  INSTALLATION_PERMISSIONS,
  type InstallationPermission,
  type InstallationRole,
  isAllowed,
} from "@/lib/auth/permissions";
import { type Actor, caseLimitOf } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { askOften } from "@/lib/db/ask-often";

/** A case that is not there, and one that is none of the asker's business, are told in the same words. */
export const NO_SUCH_CASE = "There is no such case.";

/**
 * Refuses what a role, or a token, has no right to; null is someone who is not on the case. Throws AppError `not-found` or
 * `forbidden`.
 */
export function checkRole(
  actor: Actor,
  { caseId, role }: { caseId: string; role: CaseRole | null },
  permission: CasePermission,
): void {
  if (actor.id === null) return;
  if (role === null || caseLimitOf(actor)?.includes(caseId) === false) throw new AppError("not-found", NO_SUCH_CASE);
  checkToken(actor, permission);
  if (isAllowed(role, permission)) return;
  throw new AppError("forbidden", `You are ${withArticle(role)} of this case, who may not do this. Ask its lead.`);
}

/**
 * Refuses what someone may not do in a case; gives the role by which it is allowed, the lead's for the operator. Throws
 * AppError `not-found` or `forbidden`.
 */
export async function checkCase(actor: Actor, caseId: string, permission: CasePermission): Promise<CaseRole> {
  const { rows } = z.uuid().safeParse(caseId).success
    ? await askOften<{ role: CaseRole | null }>(
        `SELECT m.role FROM cases c LEFT JOIN case_members m ON m.case_id = c.id AND m.user_id = $2 WHERE c.id = $1`,
        [caseId, actor.id],
      )
    : { rows: [] };
  if (!rows[0]) throw new AppError("not-found", NO_SUCH_CASE);
  checkRole(actor, { caseId, role: rows[0].role }, permission);
  return actor.id === null ? "lead" : (rows[0].role ?? "viewer");
}

/** Refuses what someone may not do in the installation. Throws AppError `forbidden`. */
export function checkInstallation(actor: Actor, permission: InstallationPermission): void {
  if (actor.id === null) return;
  checkToken(actor, permission);
  // A case that it opens would be none of those it is for.
  if (caseLimitOf(actor) !== null) throw new AppError("forbidden", "This token is for certain cases alone.");
  if ((INSTALLATION_PERMISSIONS[permission] as readonly InstallationRole[]).includes(actor.role)) return;
  throw new AppError("forbidden", "Only an owner of this installation may do this.");
}

/** Refuses what a token was not given; whoever signed in has none. Throws AppError `forbidden`. */
export function checkToken({ token }: Actor, permission: CasePermission | InstallationPermission): void {
  if (token === undefined || (token.rights as readonly string[]).includes(permission)) return;
  throw new AppError("forbidden", `This token has no right to ${permission}.`);
}

function withArticle(role: CaseRole): string {
  return role === "investigator" ? `an ${role}` : `a ${role}`;
}
