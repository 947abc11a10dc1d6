import { connectionTo, wholeDay } from "@/bench/fetch/ask-s3";
import { OPERATOR } from "@/lib/auth/person";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { prisma } from "@/lib/db/client";
import { askFetch } from "@/lib/fetch/ask-fetch";
import { runFetch } from "@/lib/fetch/run-fetch";
import { startFetch } from "@/lib/fetch/start-fetch";
import { runLoad } from "@/lib/ingest/run-load";

export interface FetchMeasure {
  records: number;
  /** From the question to the case that is ready to query. */
  seconds: number;
  /** Of them, until every object was here. */
  fetchSeconds: number;
  calls: number;
  bytes: number;
  objects: number;
}

/** Fetches a bucket into a new case by the product's own door, loads it and drops the case. */
export async function fetchFiles(url: string): Promise<FetchMeasure> {
  const { id: caseId } = await createCase({ title: "bench, fetched" });
  const startedAt = performance.now();
  const { fetchId } = await askFetch({ caseId, question: wholeDay(), sources: ["s3"] }, connectionTo(url), OPERATOR);
  await runFetch(fetchId);
  await startFetch({ caseId, fetchId }, OPERATOR);
  await runFetch(fetchId);
  const fetchSeconds = (performance.now() - startedAt) / 1000;
  const { loadId, error } = await prisma().fetch.findUniqueOrThrow({ where: { id: fetchId } });
  if (loadId === null) throw new Error(`the fetch brought nothing: ${error}`);
  const result = await runLoad(loadId);
  const seconds = (performance.now() - startedAt) / 1000;
  if (result.state !== "done" || result.rejected > 0 || result.filesFailed.length > 0)
    throw new Error(`the load did not end well: ${JSON.stringify(result)}`);
  const { _sum: sum } = await prisma().fetchStep.aggregate({
    where: { fetchId },
    _sum: { calls: true, bytes: true, objects: true },
  });
  await dropCase(caseId);
  const { calls, bytes, objects } = sum;
  return {
    ...{ records: result.records, seconds, fetchSeconds },
    ...{ calls: Number(calls ?? 0), bytes: Number(bytes ?? 0), objects: Number(objects ?? 0) },
  };
}
