import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { parametersWith } from "@/lib/detect/evaluate-detector";
import { findDetector } from "@/lib/detect/registry";

export const DetectorSetting = z.object({
  caseId: z.uuid(),
  detector: z.string().min(1).max(100),
  /** By parameter; null for all: back to the defaults. */
  values: z.record(z.string().max(100), z.number("That is not a number.")).nullable(),
});
export type DetectorSetting = z.input<typeof DetectorSetting>;

/**
 * Sets a detector's parameters for a case; the detectors are to run again. Throws AppError `invalid` for a parameter that it
 * has not or a number outside its bounds, `not-found`, and `conflict` for a closed case.
 */
export async function setDetector(input: DetectorSetting, actor: Actor): Promise<void> {
  const { caseId, detector, values } = DetectorSetting.parse(input);
  const rule = findDetector(detector);
  if (!rule) throw new AppError("not-found", "There is no such detector.");
  for (const [name, value] of Object.entries(values ?? {})) {
    const parameter = rule.parameters.find((one) => one.name === name);
    if (!parameter) throw new AppError("invalid", "The detector has no such parameter.");
    if (value < parameter.least || value > parameter.most) {
      throw new AppError("invalid", `${parameter.words}: between ${parameter.least} and ${parameter.most}.`);
    }
  }
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "detections.change" });
    const where = { caseId_detector: { caseId, detector } };
    const before = await transaction.detectionSetting.findUnique({ where });
    const was = parametersWith(rule, (before?.values ?? {}) as Record<string, unknown>);
    const now = parametersWith(rule, values ?? {});
    if (values === null) await transaction.detectionSetting.deleteMany({ where: { caseId, detector } });
    else {
      await transaction.detectionSetting.upsert({
        where,
        create: { caseId, detector, values: { ...now }, actor: actorOf(actor) },
        update: { values: { ...now }, actor: actorOf(actor), updatedAt: new Date() },
      });
    }
    await appendAuditEntry(transaction, {
      ...{ actor, action: "detector.set", caseId, subject: rule.title },
      detail: { detector, values: { ...now }, was: { ...was } },
    });
  });
}
