import { AsyncLocalStorage } from "node:async_hooks";
import type { AwsCall, CallMeter } from "@/lib/aws/aws-clients";
import { CallPace } from "@/lib/fetch/call-pace";

/** How many calls of an operation may begin within how long, in one account and region: by service and operation. */
export type CallLimits = Readonly<Record<string, { calls: number; withinMs: number }>>;

/**
 * What AWS lets one account do in one region. Others wait where the service says so and are asked again, by the SDK itself.
 * Source: CloudTrail User Guide, "Quotas in AWS CloudTrail": LookupEvents, 2 a second.
 */
const LIMITS: CallLimits = {
  "cloudtrail LookupEvents": { calls: 2, withinMs: 1000 },
};

/** Of this process, whichever fetch the calls are of. */
const paces = new Map<string, CallPace>();

export interface CallTally {
  calls: number;
}

const tallies = new AsyncLocalStorage<CallTally>();

/** Counts for `tally` all calls that `work` makes. */
export function tallied<T>(tally: CallTally, work: () => T): T {
  return tallies.run(tally, work);
}

/** Counts calls for whoever makes them, and keeps each service's limit in each account and region. */
export class FetchMeter implements CallMeter {
  readonly #ends = new WeakMap<AwsCall, () => void>();

  constructor(readonly limits: CallLimits = LIMITS) {}

  async before(call: AwsCall): Promise<void> {
    const pace = paceOf(call, this.limits);
    if (pace) this.#ends.set(call, await pace.take());
    const tally = tallies.getStore();
    if (tally) tally.calls += 1;
  }

  after(call: AwsCall): void {
    this.#ends.get(call)?.();
  }
}

function paceOf({ service, operation, accountId, region }: AwsCall, limits: CallLimits): CallPace | null {
  const limit = limits[`${service} ${operation}`];
  if (limit === undefined) return null;
  const key = `${service} ${operation} ${accountId} ${region}`;
  const pace = paces.get(key) ?? new CallPace(limit);
  paces.set(key, pace);
  return pace;
}
