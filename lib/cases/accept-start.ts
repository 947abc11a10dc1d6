import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkCase } from "@/lib/auth/check-permission";
import { type Actor, actorOf } from "@/lib/auth/person";
import { WINDOW_ORDER } from "@/lib/cases/case-window";
import { getCase } from "@/lib/cases/get-case";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";
import { investigate } from "@/lib/investigate/investigate";
import { readCandidates } from "@/lib/investigate/start/read-candidates";
import { START_REASONS, type StartCandidate } from "@/lib/investigate/start/start.types";

const MOST_WHY = 500;
const CHANGED = "The evidence has changed meanwhile: look at the candidates for the start again.";

type Looked = Pick<Awaited<ReturnType<typeof getCase>>, "revision" | "windowFrom" | "windowTo">;

export const AcceptedStart = z.object({
  caseId: z.uuid(),
  /** The address whose candidates are meant. */
  ip: PersonText.min(1).max(64),
  /** Which of them, as the person saw it and agreed to. */
  reason: z.enum(START_REASONS),
  at: z.iso.datetime(),
  /** What speaks for it, in the person's words. */
  why: PersonText.trim().max(MOST_WHY).default(""),
});
export type AcceptedStart = z.input<typeof AcceptedStart>;

/**
 * Takes one of the candidates as the beginning of the case, and lets its window begin there. Throws AppError `not-found`,
 * `conflict` for a closed case or when the evidence now says another time than was agreed to, and `invalid`.
 */
export async function acceptStart(input: AcceptedStart, actor: Actor): Promise<void> {
  const { why, ...asked } = AcceptedStart.parse(input);
  const { caseId, ip } = asked;
  await checkCase(actor, caseId, "case.describe");
  const looked = await getCase(caseId);
  const { event } = await findAsked(asked, looked);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.describe" });
    const before = await transaction.case.findUniqueOrThrow({ where: { id: caseId }, include: { start: true } });
    // The search may take long, and nobody else's work waits for it: what it stood on is held against the case instead.
    if (standsOn(before) !== standsOn(looked)) throw new AppError("conflict", CHANGED);
    const windowFrom = new Date(asked.at);
    if (before.windowTo !== null && windowFrom >= before.windowTo) throw new AppError("invalid", WINDOW_ORDER);
    const start = {
      ...{ at: windowFrom, address: ip, reason: asked.reason, kind: event.kind, summary: event.summary },
      ...{
        sha256: event.evidence.sha256,
        recordNo: event.evidence.record,
        why,
        acceptedAt: new Date(),
        actor: actorOf(actor),
      },
      // Taking it back leads to before the first of several.
      wasFrom: before.start ? before.start.wasFrom : before.windowFrom,
    };
    await transaction.caseStart.upsert({ where: { caseId }, create: { caseId, ...start }, update: start });
    await transaction.case.update({ where: { id: caseId }, data: { windowFrom }, select: { id: true } });
    await appendAuditEntry(transaction, {
      actor,
      action: "case.start-accepted",
      caseId,
      subject: event.summary.slice(0, 500),
      detail: {
        from: windowFrom.toISOString(),
        was: before.windowFrom?.toISOString() ?? null,
        reason: asked.reason,
        why: why === "" ? null : why,
        address: ip,
        file: event.evidence.sha256,
        record: event.evidence.record,
      },
    });
  });
}

/** What the candidates of a case depend on. */
function standsOn({ revision, windowFrom, windowTo }: Looked): string {
  return JSON.stringify([revision, windowFrom, windowTo]);
}

/** The candidate as the evidence of the case, looked at just before, has it. */
async function findAsked(
  { caseId, ip, reason, at }: Omit<z.output<typeof AcceptedStart>, "why">,
  { windowFrom: from, windowTo: to }: Looked,
): Promise<StartCandidate> {
  const document = await investigate({ caseId, ip, from, to });
  const candidates = await readCandidates({
    ...{ caseId, ip: document.indicator.ip ?? ip, toMs: to?.getTime() ?? null },
    instanceIds: document.instances.map(({ instanceId }) => instanceId),
  });
  const found = candidates.find(
    (candidate) => candidate.reason === reason && Date.parse(candidate.event.time) === Date.parse(at),
  );
  if (!found) throw new AppError("conflict", CHANGED);
  return found;
}
