/** Sums of a contact. `answered`: passed records of the side that did not open. `outside`: an `OUTSIDE`, 0 for what is not there yet. */
export const PEER = {
  ...{ bytesOut: 0, bytesIn: 1, packetsOut: 2, packetsIn: 3, accepted: 4, rejected: 5, connections: 6, synOnly: 7 },
  ...{ answered: 8, longRecords: 9, firstStart: 10, lastStart: 11, lastEnd: 12, firstAccepted: 13, outside: 14 },
} as const;

/** So many of them has each contact. */
export const PEER_SUMS = 15;

export const OUTSIDE = { yes: 1, no: 2 } as const;

/** What the minutes of refused tries are counted in. */
export const MINUTE_MS = 60_000;
