import { createHash } from "node:crypto";
import { THREADLINE_ITSELF } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { draftsFromFindings } from "@/lib/cases/draft-from-findings";
import { removeGiven } from "@/lib/cases/given-files";
import { writeFinding } from "@/lib/cases/keep-finding";
import { OpenedCase, openCaseIn } from "@/lib/cases/open-case";
import { openLoad } from "@/lib/cases/open-load";
import { getConnection } from "@/lib/connections/get-connection";
import { MAX_INDICATORS, readIndicators } from "@/lib/core/read-indicators";
import { inTransaction, prisma } from "@/lib/db/client";
import { askFetchIn } from "@/lib/fetch/ask-fetch";
import { firstFetchOf } from "@/lib/findings/ask-first-fetch";
import { findingsText, type ReadFinding } from "@/lib/findings/read-findings";
import { enqueueFetch } from "@/lib/jobs/fetch-job";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { tellPeople } from "@/lib/notices/tell";
import { listFiles } from "@/lib/sources/list-files";

/** Threadline, by itself: what it opens belongs to the owners. */
const ITSELF: Actor = { id: null, email: THREADLINE_ITSELF };

/**
 * Opens a case for a finding that no watch has met, with its fetch planned and not started, and tells its people. Gives null for
 * one that was met before, by whichever watch: that it was met, its case, the finding in it and what is fetched stand or fall together.
 * Throws a ZodError for a finding that no case can be made of, and AppError `no-space` where the finding itself has no room.
 */
export async function openDraft({ raw, record }: ReadFinding, connectionId: string): Promise<string | null> {
  const key = createHash("sha256").update(`${record.source}\0${record.findingId}`).digest("hex");
  const text = findingsText([raw]);
  const [draft] = (await draftsFromFindings(text)).drafts;
  if (!draft) return null;
  const { flagged } = readIndicators(draft.flagged.map(({ value }) => value).join("\n"));
  const opened = OpenedCase.parse({
    title: draft.title,
    // All of them are in the finding, which the case has as evidence.
    indicators: flagged.slice(0, MAX_INDICATORS).map(({ kind, value }) => ({ kind, value, source: "finding" })),
    ...{ windowFrom: new Date(draft.fromMs), windowTo: new Date(draft.toMs) },
  });
  // Before the transaction begins: what it has to wait for is the database alone.
  if ((await prisma().metFinding.count({ where: { key } })) > 0) return null;
  const caseId = crypto.randomUUID();
  const connection = await getConnection(connectionId);
  const { files } = await listFiles([await writeFinding(caseId, text)]);
  const asked = await inTransaction(async (transaction) => {
    const met = await transaction.metFinding.createMany({ data: [{ key }], skipDuplicates: true });
    if (met.count === 0) return null;
    await openCaseIn(transaction, { ...opened, id: caseId }, ITSELF);
    const { loadId } = await openLoad(transaction, { caseId, files }, ITSELF);
    const { fetchId } = await askFetchIn(transaction, firstFetchOf(caseId, opened, draft), connection, ITSELF);
    await tellPeople(transaction, { caseId, to: "all", kind: "finding-met", actor: null, subject: opened.title });
    return { loadId, fetchId };
  }).catch(async (error: unknown) => {
    await removeGiven(caseId);
    throw error;
  });
  if (asked === null) {
    await removeGiven(caseId);
    return null;
  }
  // A worker that ends here asks for both when it begins again.
  await enqueueLoad(asked.loadId);
  await enqueueFetch(asked.fetchId);
  return caseId;
}
