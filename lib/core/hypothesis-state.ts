/** How a hypothesis stands: a word, and what it means. */
export const HYPOTHESIS_STATES = {
  open: { name: "Open", means: "nobody has weighed it yet" },
  supported: { name: "Supported", means: "what is known so far speaks for it" },
  refuted: { name: "Refuted", means: "what is known so far speaks against it" },
  accepted: { name: "Accepted", means: "the team stands by it" },
  rejected: { name: "Rejected", means: "the team has given it up" },
} as const;
export type HypothesisState = keyof typeof HYPOTHESIS_STATES;
export const HYPOTHESIS_STATE_IDS = Object.keys(HYPOTHESIS_STATES) as [HypothesisState, ...HypothesisState[]];

/** Which way something that is cited speaks. */
export const SIDES = ["for", "against"] as const;
export type Side = (typeof SIDES)[number];
