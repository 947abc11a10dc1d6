import { checkInstallation } from "@/lib/auth/check-permission";
import type { Person } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

/** Refuses who may not change the webhooks of a case, or, with null, of the installation. Throws AppError `not-found` or `forbidden`. */
export async function mayChangeWebhooks(
  transaction: Transaction,
  caseId: string | null,
  person: Person,
): Promise<void> {
  if (caseId === null) checkInstallation(person, "hooks.change");
  else await lockCase(transaction, { caseId, how: "share", actor: person, to: "webhooks.change" });
}

/** A webhook of that case, or of the installation. Throws AppError `not-found`. */
export async function getWebhook(transaction: Transaction, caseId: string | null, id: string) {
  const found = await transaction.webhook.findFirst({ where: { id, caseId } });
  if (!found) throw new AppError("not-found", "This webhook was removed already.");
  return found;
}
