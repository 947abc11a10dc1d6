import type { Channel, Contact, Inputs } from "@/lib/detect/inputs/inputs.types";

/** Midnight of a day, in seconds: all examples begin here. */
export const T0 = Date.UTC(2026, 2, 2) / 1000;
export const HOUR_SECONDS = 3600;
export const PEER = "198.51.100.7";
export const NEAR = { interfaceNo: 1, interfaceKey: "eni-0a1b2c3d4e5f60001", instanceId: "i-0a1b2c3d4e5f60001" };

/** Two days of records in intervals of a minute. */
export const FLOW_SPAN: Inputs["flowSpan"] = {
  firstMs: T0 * 1000,
  lastMs: (T0 + 48 * HOUR_SECONDS) * 1000,
  intervalSeconds: 60,
  otherIntervals: new Map(),
};

export const POPULATION: Inputs["population"] = { interfaces: 10, interfacesByPeer: new Map() };

export function contact(given: Partial<Contact> = {}): Contact {
  return {
    ...{ near: NEAR, peer: PEER, internal: false, aws: null, protocol: 6, servicePort: 443, served: "peer" },
    ...{ bytesOut: 50_000, bytesIn: 80_000, packetsOut: 400, packetsIn: 500, accepted: 100, rejected: 0 },
    ...{ connections: 50, unanswered: 0, firstMs: T0 * 1000, lastMs: (T0 + 10 * HOUR_SECONDS) * 1000 },
    firstAcceptedMs: T0 * 1000,
    ...given,
  };
}

export interface MadeRecord {
  /** Seconds after T0. */
  at: number;
  seconds?: number;
  bytes?: number;
  port?: number;
  begins?: 0 | 1 | 2;
}

/** A channel of these records; ports differ unless given, and each begins a connection. */
export function channel(records: readonly MadeRecord[], given: Partial<Contact> = {}): Channel {
  return {
    contact: contact({ accepted: records.length, ...given }),
    startSeconds: Float64Array.from(records, ({ at }) => T0 + at),
    endSeconds: Float64Array.from(records, ({ at, seconds = 5 }) => T0 + at + seconds),
    nearPorts: Int32Array.from(records, ({ port }, n) => port ?? 33_000 + n),
    bytes: Float64Array.from(records, ({ bytes = 2000 }) => bytes),
    begins: Uint8Array.from(records, ({ begins = 1 }) => begins),
  };
}

/** Numbers that look like chance, the same every time: 0 up to 1. */
export function madeChance(n: number): number {
  const value = Math.sin(n * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
}

/** `count` records, one every `period` seconds give or take `jitter`. */
export function everySeconds(
  period: number,
  count: number,
  jitter: number,
  rest: Partial<MadeRecord> = {},
): MadeRecord[] {
  return Array.from({ length: count }, (_, n) => ({
    at: Math.round(n * period + (madeChance(n) * 2 - 1) * jitter),
    bytes: 2000 + Math.floor(madeChance(n + 0.5) * 90),
    ...rest,
  }));
}

/** `count` records at moments of chance within so many seconds. */
export function atChance(withinSeconds: number, count: number, rest: Partial<MadeRecord> = {}): MadeRecord[] {
  return Array.from({ length: count }, (_, n) => ({
    at: Math.floor(madeChance(n * 3 + 1) * withinSeconds),
    bytes: Math.floor(500 + madeChance(n * 3 + 2) * 50_000),
    ...rest,
  }));
}
