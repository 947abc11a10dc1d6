import { AwsClients } from "@/lib/aws/aws-clients";
import { AppError } from "@/lib/core/app-error";
import { prisma } from "@/lib/db/client";
import { faultWords } from "@/lib/fetch/fault-words";
import { type CallTally, FetchMeter, tallied } from "@/lib/fetch/fetch-meter";
import { addSteps, type FetchRow } from "@/lib/fetch/fetch-rows";
import { runInLanes } from "@/lib/fetch/run-in-lanes";
import type { Sources } from "@/lib/sources/registry";
import type { PlannedStep, SourceName } from "@/lib/sources/source.types";

const PLACES_AT_ONCE = 8;

/** A source that could not be planned in an account and region, and why. */
export interface Unplanned {
  source: SourceName;
  accountId: string;
  region: string;
  message: string;
}

/**
 * Asks each source of a fetch for its steps in each account and region, and keeps them for whoever asked to look at. What cannot be
 * planned is kept with the reason. Throws AppError `invalid` where there is nothing to ask, and `cancelled`.
 */
export async function planFetch(
  fetch: FetchRow,
  { sources, signal }: { sources: Sources; signal: AbortSignal },
): Promise<void> {
  const { id, connection, question, actor: askedBy } = fetch;
  const places = connection.accounts.flatMap(({ accountId }) =>
    connection.regions.map((region) => ({ accountId, region })),
  );
  // A plan that was cut off is made from its start.
  await prisma().fetchStep.deleteMany({ where: { fetchId: id, fetch: { state: "planning" } } });
  await prisma().fetch.updateMany({ where: { id }, data: { planCalls: 0 } });
  const planned: (readonly PlannedStep[])[] = [];
  const unplanned: Unplanned[] = [];
  await runInLanes([...places.entries()], {
    ...{ most: PLACES_AT_ONCE, laneOf: ([at]) => String(at), atOnce: () => 1 },
    work: async ([at, place]) => {
      const tally = { calls: 0 };
      const clients = new AwsClients({ connection, ...place, askedBy, meter: new FetchMeter() });
      const steps: PlannedStep[] = [];
      for (const source of fetch.sources) {
        signal.throwIfAborted();
        const found = await tallied(tally, async () =>
          sources[source]?.plan(question, { clients, ...place, signal }),
        ).catch((error: unknown) => {
          signal.throwIfAborted();
          unplanned.push({ source, ...place, message: faultWords(error, { source, ...place }).message });
          return [];
        });
        steps.push(...(found ?? []));
        await noteCalls(id, tally);
      }
      planned[at] = steps;
      await clients.close();
    },
  });
  const steps = await addSteps(id, planned.flat(), null);
  if (steps.length === 0) {
    const [first] = unplanned;
    throw new AppError(
      "invalid",
      first ? first.message : "There is nothing to ask: name an instance, a key, a call or where logs lie.",
    );
  }
  await prisma().fetch.updateMany({
    where: { id, state: "planning" },
    data: { state: "planned", error: null, unplanned: unplanned.map((one) => ({ ...one })) },
  });
}

/** Whoever waits for a plan sees what it takes. Throws AppError `cancelled` where nobody does any more. */
async function noteCalls(id: string, tally: CallTally): Promise<void> {
  const calls = tally.calls;
  tally.calls = 0;
  const { count } = await prisma().fetch.updateMany({
    where: { id, state: "planning" },
    data: { planCalls: { increment: calls } },
  });
  if (count === 0) throw new AppError("cancelled", "The plan was dropped.");
}
