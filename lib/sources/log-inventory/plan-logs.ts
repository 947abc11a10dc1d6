import { AwsFault } from "@/lib/aws/aws-fault";
import { cloudWatchLogs } from "@/lib/sources/cloudwatch-logs/cloudwatch-logs-source";
import { ASK_LOGS, LOG_KINDS } from "@/lib/sources/log-inventory/ask-logs";
import type { ExistingLog } from "@/lib/sources/log-inventory/existing-log.types";
import { drained } from "@/lib/sources/log-inventory/list-logs";
import { concerns } from "@/lib/sources/log-inventory/log-gaps";
import { findScope } from "@/lib/sources/log-inventory/logged-scope";
import { s3Source } from "@/lib/sources/s3/s3-source";
import type { FetchQuestion, LogPlace, PlannedStep, SourceContext } from "@/lib/sources/source.types";
import { stepKey } from "@/lib/sources/step-key";

/** A place that a log is said to lie in and that could not be looked into. */
export interface UnreadPlace {
  where: string;
  message: string;
}

/** Which sources read from places, each those of its own kind. */
const READERS = [s3Source, cloudWatchLogs];

/** Steps for logs that may hold something of what is asked, wherever AWS says that they lie, and by their keys which of them read a log. */
export async function planLogs(
  logs: readonly ExistingLog[],
  question: FetchQuestion,
  context: SourceContext,
): Promise<{ steps: PlannedStep[]; unread: UnreadPlace[]; readsOf: (log: ExistingLog) => string[] }> {
  const placesOf = (log: ExistingLog) => [log.place, globalPlace(log, context)].filter((place) => place !== null);
  const places = new Map<string, { place: LogPlace; where: string; reads: string[] }>();
  for (const log of logs)
    for (const place of placesOf(log)) places.set(JSON.stringify(place), { place, where: log.where, reads: [] });
  const steps: PlannedStep[] = [];
  const unread: UnreadPlace[] = [];
  for (const { place, where, reads } of places.values()) {
    for (const source of READERS) {
      try {
        const planned = await source.plan({ ...question, logPlaces: [place] }, context);
        steps.push(...planned);
        reads.push(...planned.map(stepKey));
      } catch (error) {
        if (!(error instanceof AwsFault)) throw error;
        unread.push({ where, message: error.message });
      }
    }
  }
  const readsOf = (log: ExistingLog) =>
    placesOf(log).flatMap((place) => places.get(JSON.stringify(place))?.reads ?? []);
  return { steps, unread, readsOf };
}

/**
 * Where a trail keeps the calls of services that belong to no region, IAM's and most of STS's among them, unless the connection has
 * that region anyway: its first region plans for it.
 */
function globalPlace({ archive, place }: ExistingLog, { accountId, region, clients }: SourceContext): LogPlace | null {
  const { regions } = clients.input.connection;
  if (archive?.kind !== "cloudtrail" || place?.kind !== "s3" || region !== regions[0]) return null;
  const other = archive.regions.find((one) => one !== region);
  const own = `/${accountId}/CloudTrail/${region}/`;
  if (other === undefined || regions.includes(other) || !place.prefix.endsWith(own)) return null;
  return { ...place, prefix: `${place.prefix.slice(0, -own.length)}/${accountId}/CloudTrail/${other}/` };
}

/**
 * The logs of a region that concern a question and were written while its window went on. A kind that may not be asked about is
 * left out: the step that asks for it says so.
 */
export async function findLogs(question: FetchQuestion, context: SourceContext): Promise<ExistingLog[]> {
  const { fromMs, toMs } = question;
  const found: ExistingLog[] = [];
  const scope = await unlessRefused(findScope(question, context), null);
  for (const kind of LOG_KINDS) {
    const logs = await unlessRefused(drained(ASK_LOGS[kind](context)), []);
    for (const log of logs) {
      const { sinceMs, untilMs } = log;
      if (concerns(log, scope) && (sinceMs ?? fromMs) < toMs && (untilMs ?? toMs) > fromMs) found.push(log);
    }
  }
  return found;
}

function unlessRefused<Value>(asking: Promise<Value>, otherwise: Value): Promise<Value> {
  return asking.catch((error: unknown) => {
    if (error instanceof AwsFault && (error.kind === "denied" || error.kind === "not-enabled")) return otherwise;
    throw error;
  });
}
