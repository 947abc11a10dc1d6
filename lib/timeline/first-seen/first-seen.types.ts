/** What something can be seen of for the first time. */
export type SeenKind = "peer" | "network" | "port" | "domain" | "api" | "region" | "agent";

/** What stands behind a claim: recorded time before, and what it held. */
export interface SeenHistory {
  days: number;
  events: number;
}

/** `first`: nothing like it before, in history enough to say so. `no-baseline`: too little history to say anything. */
export interface FirstSeen {
  kind: SeenKind;
  value: string;
  firstMs: number;
  verdict: "first" | "no-baseline";
  history: SeenHistory;
}

/** No claim that something is new rests on less: a day of records, and twenty of them. (Own choice.) */
export const LEAST_SEEN: SeenHistory = { days: 1, events: 20 };

export function isEnough({ days, events }: SeenHistory): boolean {
  return days >= LEAST_SEEN.days && events >= LEAST_SEEN.events;
}
