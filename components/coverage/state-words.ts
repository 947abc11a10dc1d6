import type { CoveragePiece } from "@/lib/timeline/coverage/subject-coverage";

type State = CoveragePiece["state"];

export const STATE_WORDS: Record<State, string> = {
  recorded: "recorded",
  "no-data": "no traffic, as the log says (NODATA)",
  skipped: "records skipped (SKIPDATA)",
  absent: "nothing delivered",
  "digest-gap": "not vouched for by digests",
  "digest-mismatch": "changed since its digests were made",
  "traffic-type-not-logged": "recorded but for one kind of traffic",
  "not-fetched": "could not be fetched",
  "looked-up": "recorded as far as it was asked for",
  untold: "quiet, or not recorded: the log cannot tell",
};

const FILL = {
  flow: "bg-[color-mix(in_srgb,var(--flow)_78%,var(--panel))]",
  dns: "bg-[color-mix(in_srgb,var(--dns)_78%,var(--panel))]",
  api: "bg-[color-mix(in_srgb,var(--api)_78%,var(--panel))]",
} as const;

export type Lane = keyof typeof FILL;

export const LANES = { "vpc-flow": "flow", "tgw-flow": "flow", dns: "dns", cloudtrail: "api" } as const;
export const SOURCE_WORDS = {
  "vpc-flow": "VPC flow log",
  "tgw-flow": "Transit gateway flow log",
  dns: "Resolver query log",
  cloudtrail: "CloudTrail",
} as const;

/** How a state is filled: recorded full, quiet at a third, what is missing not at all, so that the hatching shows. */
export function fillOf(state: State, lane: Lane): { className: string; height: string } {
  switch (state) {
    case "recorded":
      return { className: FILL[lane], height: "100%" };
    case "no-data":
      return { className: FILL[lane], height: "34%" };
    case "traffic-type-not-logged":
    case "looked-up":
      return { className: FILL[lane], height: "62%" };
    case "skipped":
    case "not-fetched":
    case "digest-gap":
      return { className: "bg-warn", height: "100%" };
    case "digest-mismatch":
      return { className: "bg-flag", height: "100%" };
    default:
      return { className: "", height: "0" };
  }
}
