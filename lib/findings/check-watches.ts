import { z } from "zod";
import { AwsFault } from "@/lib/aws/aws-fault";
import { connectionOf } from "@/lib/connections/connection-row";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";
import { changedMs, NEWEST } from "@/lib/findings/list-findings";
import { openDraft } from "@/lib/findings/open-draft";
import { type ReadFinding, readFindings } from "@/lib/findings/read-findings";
import { withContext } from "@/lib/findings/with-context";
import { describeFault } from "@/lib/log/describe-fault";
import { log } from "@/lib/log/log";
import type { FindingService } from "@/lib/sources/finding-filter.types";
import type { SourceContext } from "@/lib/sources/source.types";

/** Services show a finding some time after they made it: so much is read again each time. */
const OVERLAP_MS = 15 * 60 * 1000;
/** A storm of findings opens so many cases a time, the earliest first; the rest is met next time. */
const MOST_CASES = 20;
const MOST_PAGES = 20;
/** A finding that opens no case is tried again, and told of, for so long. */
const TRIED_FOR_MS = 24 * 60 * 60 * 1000;
/** Ids are AWS's and come from outside: an odd one is not written down. */
const FINDING_ID = /^[\w:./-]{1,512}$/;

interface Watch {
  id: string;
  service: FindingService;
  leastSeverity: number;
  createdAt: Date;
  connectionId: string;
}

/** Asks for the findings that every watch is for, and opens a draft of a case for each new one. */
export async function checkWatches({ signal }: { signal: AbortSignal }): Promise<void> {
  const watches = await prisma().findingWatch.findMany({ include: { connection: true, places: true } });
  for (const { places, connection: row, ...found } of watches) {
    const watch = { ...found, service: found.service as FindingService };
    const connection = connectionOf(row);
    for (const { accountId } of connection.accounts) {
      for (const region of connection.regions) {
        signal.throwIfAborted();
        const known = places.find((place) => place.accountId === accountId && place.region === region);
        const fromMs = known?.readUntil.getTime() ?? watch.createdAt.getTime();
        const place = { connection, accountId, region };
        const read = await withContext(place, { email: watch.actor }, (context) =>
          checkPlace(watch, fromMs, context),
        ).catch((error: unknown) => {
          signal.throwIfAborted();
          return { readUntilMs: fromMs, failure: failureOf(error) };
        });
        await noteChecked(watch.id, { accountId, region }, read);
      }
    }
  }
}

/**
 * Meets what was changed since, the earliest first, and says up to when all of it has been met. One that opens no case keeps none
 * of the others from theirs; what AWS refuses ends it.
 */
async function checkPlace(watch: Watch, fromMs: number, context: SourceContext) {
  const findings = await readSince(watch, fromMs - OVERLAP_MS, context);
  let opened = 0;
  let metUntilMs = fromMs;
  const unopened: UnopenedFinding[] = [];
  for (const finding of findings.sort((a, b) => changedMs(a.record) - changedMs(b.record))) {
    if (opened >= MOST_CASES) break;
    const { sample, createdAtMs, firstSeenMs } = finding.record;
    const isNew = !sample && (createdAtMs ?? firstSeenMs) >= watch.createdAt.getTime();
    try {
      if (isNew && (await openDraft(finding, watch.connectionId)) !== null) opened += 1;
    } catch (error) {
      if (error instanceof AwsFault || context.signal.aborted) throw error;
      unopened.push({
        findingId: finding.record.findingId,
        atMs: changedMs(finding.record),
        message: failureOf(error),
      });
    }
    metUntilMs = Math.max(metUntilMs, changedMs(finding.record));
  }
  const heldMs = Math.max(unopened[0]?.atMs ?? metUntilMs, Date.now() - TRIED_FOR_MS);
  return { readUntilMs: Math.max(fromMs, Math.min(metUntilMs, heldMs)), failure: unopenedWords(unopened) };
}

interface UnopenedFinding {
  findingId: string;
  atMs: number;
  message: string;
}

function unopenedWords([first, ...others]: readonly UnopenedFinding[]): string | null {
  if (first === undefined) return null;
  const name = FINDING_ID.test(first.findingId) ? `The finding ${first.findingId}` : "A finding with an odd id";
  const more = others.length === 0 ? "" : ` ${others.length} more opened none either.`;
  return `${name} opened no case: ${first.message}${more} Open one by hand from the list of findings.`;
}

async function readSince({ service, leastSeverity }: Watch, sinceMs: number, context: SourceContext) {
  const filter = { leastSeverity, type: null, instanceId: null, ip: null, sinceMs };
  const found = new Map<string, ReadFinding>();
  let untilMs: number | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { findings, more } = await NEWEST[service]({ ...filter, untilMs }, context);
    const read = await readFindings(findings);
    for (const one of read) found.set(one.record.findingId, one);
    const last: number = Math.min(...read.map(({ record }) => changedMs(record)));
    if (!more || !Number.isFinite(last) || last === untilMs) break;
    untilMs = last;
  }
  return [...found.values()];
}

async function noteChecked(
  watchId: string,
  place: { accountId: string; region: string },
  { readUntilMs, failure }: { readUntilMs: number; failure: string | null },
): Promise<void> {
  const data = { readUntil: new Date(readUntilMs), checkedAt: new Date(), failure };
  // A watch may have ended in the meantime.
  const isThere = await prisma().findingWatch.count({ where: { id: watchId } });
  if (isThere === 0) return;
  await prisma().findingWatchPlace.upsert({
    where: { watchId_accountId_region: { watchId, ...place } },
    create: { watchId, ...place, ...data },
    update: data,
  });
}

function failureOf(error: unknown): string {
  if (error instanceof AwsFault || error instanceof AppError) return error.message;
  if (error instanceof DOMException && error.name === "TimeoutError") return "AWS did not answer in time.";
  log.error({ fault: describeFault(error) }, "a watch for findings failed");
  if (error instanceof z.ZodError) return "What it says does not make a case: the worker's log tells more.";
  return "It could not be read: the worker's log tells more.";
}
