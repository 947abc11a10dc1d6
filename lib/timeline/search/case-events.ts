import type { Query } from "@/lib/search/query.types";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import type { Edge } from "@/lib/timeline/events/event-cursor";
import type { CaseAttribution } from "@/lib/timeline/instance-scope";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** An event of any interface, asker or caller of a case. */
export type CaseEvent = FoundEvent & {
  /** Whose it is; null where the evidence does not tell, or it is no instance's. */
  instanceId: string | null;
};

/** What is asked of one source of a case: events beyond an edge, earliest first. */
export interface CaseRead {
  caseId: string;
  attribution: CaseAttribution;
  /** The case's addresses, canonical text: records that name one are marked. */
  flagged: readonly string[];
  query: Query | null;
  edge: Edge;
  view: Piece;
  limit: number;
}

export interface CaseFound {
  rows: CaseEvent[];
  /** How far was looked; null: to the end of the view. */
  end: Edge | null;
}

/** Whose a thing was at a moment, by stretches of time; half open, null is "as far as the evidence reaches". */
export function holderAt(
  stretches: readonly { fromMs: number | null; toMs: number | null; instanceId: string }[],
  atMs: number,
): string | null {
  const found = stretches.find(
    ({ fromMs, toMs }) => (fromMs === null || fromMs <= atMs) && (toMs === null || atMs < toMs),
  );
  return found?.instanceId ?? null;
}
