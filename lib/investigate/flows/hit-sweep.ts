import type { CandidateRecord, Match } from "@/lib/investigate/flows/match-record";

/** Records of one connection overlap when they come within this of each other: intervals are not aligned. */
const OVERLAP_TOLERANCE_MS = 60_000;

/** A record that counts, and as what. */
export interface Hit {
  record: CandidateRecord;
  match: Match;
  role: "own" | "hop" | "unattributed";
}

interface Interval {
  startMs: number;
  endMs: number;
}

interface Pending {
  record: CandidateRecord;
  match: Match;
}

/** Hops of one conversation that follow one another, at one interface or several. */
interface HopRun {
  endMs: number;
  byInterface: Map<string, { bytes: number; records: Pending[] }>;
}

function overlaps(a: Interval, b: Interval): boolean {
  return a.startMs <= b.endMs + OVERLAP_TOLERANCE_MS && b.startMs <= a.endMs + OVERLAP_TOLERANCE_MS;
}

/** Intervals by conversation; those that no later record can reach are let go. */
class IntervalBook {
  readonly #intervals = new Map<string, Interval[]>();

  add(key: string, interval: Interval): void {
    const list = this.#intervals.get(key);
    if (list) list.push(interval);
    else this.#intervals.set(key, [interval]);
  }

  meets(key: string, interval: Interval): boolean {
    return this.#intervals.get(key)?.some((known) => overlaps(known, interval)) ?? false;
  }

  forgetBefore(ms: number): void {
    for (const [key, list] of this.#intervals) {
      const kept = list.filter((interval) => interval.endMs + OVERLAP_TOLERANCE_MS >= ms);
      if (kept.length === 0) this.#intervals.delete(key);
      else if (kept.length < list.length) this.#intervals.set(key, kept);
    }
  }
}

function conversationOf(whose: string, { record, match }: Pending): string {
  return `${whose}|${record.protocol}|${match.indicatorPort}|${match.nearPort}|${match.outbound}`;
}

/**
 * Decides which matched records count, so that a hop seen at several interfaces counts once (rulings 3b and 3c).
 * Records are pushed in order of their start; memory holds only what later records can still overlap.
 *
 * - An own record counts at once.
 * - A hop is a repeat when the instance's own interface has a record of the same conversation and direction that
 *   overlaps it within 60 s; of hops left over at several interfaces, the interface with the most bytes counts.
 * - What belongs to nobody is listed under its interface; of one near end's traffic at several interfaces again one
 *   counts, an interface that is no gateway's before one that is.
 * - A known NAT gateway's far side is listed only where no instance's record of the same protocol, indicator port
 *   and direction overlaps; where an interface logs inner legs, its far side counts nowhere.
 */
export class HitSweep {
  readonly #own = new IntervalBook();
  readonly #ofInstances = new IntervalBook();
  readonly #runs = new Map<string, HopRun>();
  #pending: Pending[] = [];
  #seen = 0;

  constructor(
    private readonly emit: (hit: Hit) => void,
    private readonly about: {
      /** Interfaces with a record that has the indicator in its packet addresses only. */
      logsInnerLegs: (interfaceKey: string) => boolean;
      isNatGateway: (interfaceKey: string) => boolean;
      isGateway: (interfaceKey: string) => boolean;
    },
  ) {}

  push(record: CandidateRecord, match: Match): void {
    this.#advance(record.startMs);
    const pending = { record, match };
    if (match.instanceId) {
      this.#ofInstances.add(this.#farSide(pending), record);
    }
    if (match.as === "own") {
      this.#own.add(conversationOf(match.instanceId ?? "", pending), record);
      this.emit({ record, match, role: "own" });
      return;
    }
    if (match.as === "outer" && this.about.logsInnerLegs(record.interfaceKey)) return;
    this.#pending.push(pending);
  }

  finish(): void {
    this.#settle(Number.POSITIVE_INFINITY);
    for (const [key, run] of this.#runs) this.#close(key, run);
  }

  #farSide({ record, match }: Pending): string {
    return `${record.protocol}|${match.indicatorPort}|${match.outbound}`;
  }

  #advance(nowMs: number): void {
    this.#seen += 1;
    if (this.#seen % 1024 !== 0) return;
    this.#settle(nowMs);
    const waiting = Math.min(nowMs, this.#pending[0]?.record.startMs ?? nowMs);
    this.#own.forgetBefore(waiting);
    this.#ofInstances.forgetBefore(waiting);
  }

  /** Takes up every pending record that no later one can overlap, in order of start. */
  #settle(nowMs: number): void {
    const open: Pending[] = [];
    for (const pending of this.#pending) {
      // The order of runs is kept: a later start waits while an earlier one still does.
      if (open.length > 0 || pending.record.endMs + OVERLAP_TOLERANCE_MS >= nowMs) open.push(pending);
      else this.#take(pending);
    }
    this.#pending = open;
    for (const [key, run] of this.#runs) {
      const first = open[0]?.record.startMs ?? nowMs;
      if (run.endMs + OVERLAP_TOLERANCE_MS < Math.min(first, nowMs)) this.#close(key, run);
    }
  }

  #take(pending: Pending): void {
    const { record, match } = pending;
    if (match.as === "hop" && this.#own.meets(conversationOf(match.instanceId ?? "", pending), record)) return;
    if (match.as === "outer" && this.about.isNatGateway(record.interfaceKey)) {
      if (this.#ofInstances.meets(this.#farSide(pending), record)) return;
    }
    const key = conversationOf(match.instanceId ?? `near ${match.nearIp}`, pending);
    let run = this.#runs.get(key);
    if (run && record.startMs > run.endMs + OVERLAP_TOLERANCE_MS) {
      this.#close(key, run);
      run = undefined;
    }
    if (!run) {
      run = { endMs: record.endMs, byInterface: new Map() };
      this.#runs.set(key, run);
    }
    run.endMs = Math.max(run.endMs, record.endMs);
    const at = run.byInterface.get(record.interfaceKey) ?? { bytes: 0, records: [] };
    at.bytes += record.bytes ?? 0;
    at.records.push(pending);
    run.byInterface.set(record.interfaceKey, at);
  }

  #close(key: string, run: HopRun): void {
    this.#runs.delete(key);
    const ranked = [...run.byInterface].sort(([keyA, a], [keyB, b]) => {
      const nobody = a.records[0]?.match.instanceId === null;
      const gateways = nobody ? Number(this.about.isGateway(keyA)) - Number(this.about.isGateway(keyB)) : 0;
      return gateways || b.bytes - a.bytes || (keyA < keyB ? -1 : 1);
    });
    for (const pending of ranked[0]?.[1].records ?? []) {
      this.emit({ ...pending, role: pending.match.instanceId ? "hop" : "unattributed" });
    }
  }
}
