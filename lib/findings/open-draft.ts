import { createHash } from "node:crypto";
import { THREADLINE_ITSELF } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { draftsFromFindings } from "@/lib/cases/draft-from-findings";
import { keepFinding } from "@/lib/cases/keep-finding";
import { OpenedCase, openCaseIn } from "@/lib/cases/open-case";
import { readIndicators } from "@/lib/core/read-indicators";
import { inTransaction } from "@/lib/db/client";
import { askFirstFetch } from "@/lib/findings/ask-first-fetch";
import { findingsText, type ReadFinding } from "@/lib/findings/read-findings";
import { tellPeople } from "@/lib/notices/tell";

/** Threadline, by itself: what it opens belongs to the owners. */
const ITSELF: Actor = { id: null, email: THREADLINE_ITSELF };

/**
 * Opens a case for a finding that no watch has met, with its fetch planned and not started, and tells its people. Gives null for
 * one that was met before, by whichever watch: that it was met and its case stand or fall together.
 */
export async function openDraft({ raw, record }: ReadFinding, connectionId: string): Promise<string | null> {
  const key = createHash("sha256").update(`${record.source}\0${record.findingId}`).digest("hex");
  const text = findingsText([raw]);
  const [draft] = (await draftsFromFindings(text)).drafts;
  if (!draft) return null;
  const { flagged } = readIndicators(draft.flagged.map(({ value }) => value).join("\n"));
  const opened = OpenedCase.parse({
    title: draft.title,
    indicators: flagged.map(({ kind, value }) => ({ kind, value, source: "finding" })),
    ...{ windowFrom: new Date(draft.fromMs), windowTo: new Date(draft.toMs) },
  });
  const caseId = await inTransaction(async (transaction) => {
    const met = await transaction.metFinding.createMany({ data: [{ key }], skipDuplicates: true });
    if (met.count === 0) return null;
    const { id } = await openCaseIn(transaction, opened, ITSELF);
    await tellPeople(transaction, { caseId: id, to: "all", kind: "finding-met", actor: null, subject: opened.title });
    return id;
  });
  if (caseId === null) return null;
  await keepFinding({ caseId, text }, ITSELF);
  const { instanceIds, accessKeyIds } = draft;
  await askFirstFetch(caseId, opened, { connectionId, instanceIds, accessKeyIds }, ITSELF);
  return caseId;
}
