import type { Doubt } from "@/lib/timeline/lanes/lane.types";

/** What a hatching says where something was recorded all the same. */
export const DOUBT_WORDS: Record<Doubt["of"], string> = {
  refused: "refused traffic is in no log",
  digests: "not vouched for by digests",
};
