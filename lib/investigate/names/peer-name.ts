/** Someone at the far end of a flow, and when. */
export interface PeerAt {
  /** Canonical text. */
  ip: string;
  /** Start of the flow, epoch ms. */
  atMs: number;
}

/**
 * What a far end was called: by the nearest earlier answer that the instance itself was given for that address, else by
 * one that somebody else of its VPC was given, else there is no such answer in the evidence.
 */
export type PeerName =
  | { grade: "instance" | "vpc"; name: string; answeredMs: number }
  | { grade: "never" }
  /** No resolver log of the instance or its VPC is among the evidence. */
  | { grade: "unknown" };

/** Flow records carry whole seconds: an answer within the second that a flow began in came before it. */
export const FLOW_SECOND_MS = 999;

/** How long before a flow an answer was given, in ms, 0 within its second. */
export function answerAgeMs(name: { answeredMs: number }, atMs: number): number {
  return Math.max(0, atMs - name.answeredMs);
}
