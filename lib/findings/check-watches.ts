import { AwsFault } from "@/lib/aws/aws-fault";
import { connectionOf } from "@/lib/connections/connection-row";
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

/** Meets what was changed since, the earliest first, and says up to when all of it has been met. */
async function checkPlace(watch: Watch, fromMs: number, context: SourceContext) {
  const findings = await readSince(watch, fromMs - OVERLAP_MS, context);
  let opened = 0;
  let readUntilMs = fromMs;
  for (const finding of findings.sort((a, b) => changedMs(a.record) - changedMs(b.record))) {
    if (opened >= MOST_CASES) return { readUntilMs, failure: null };
    const { sample, createdAtMs, firstSeenMs } = finding.record;
    const isNew = !sample && (createdAtMs ?? firstSeenMs) >= watch.createdAt.getTime();
    if (isNew && (await openDraft(finding, watch.connectionId)) !== null) opened += 1;
    readUntilMs = Math.max(readUntilMs, changedMs(finding.record));
  }
  return { readUntilMs, failure: null };
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
  if (error instanceof AwsFault) return error.message;
  if (error instanceof DOMException && error.name === "TimeoutError") return "AWS did not answer in time.";
  log.error({ fault: describeFault(error) }, "a watch for findings failed");
  return "It could not be read: the worker's log tells more.";
}
