import type { HypothesisState, Side } from "@/lib/core/hypothesis-state";
import type { Subject } from "@/lib/core/subject";

/** Something that speaks for a hypothesis or against it; times are ISO 8601 in UTC. */
export interface CitationRow {
  id: string;
  subject: Subject;
  /** What it was called when it was cited. */
  title: string;
  /** When it was; null for what has no time. */
  at: string | null;
  side: Side;
  note: string;
  /** Who cited it, and when: from then on it was known to speak. */
  by: string;
  citedAt: string;
}

/** What may have happened, and whether the evidence speaks for it. */
export interface HypothesisRow {
  /** The same in every export of the case. */
  id: string;
  statement: string;
  version: number;
  state: HypothesisState;
  stateWhy: string;
  stateBy: string;
  stateAt: string;
  by: string;
  createdAt: string;
  /** In the order of their times, those without one last. */
  citations: CitationRow[];
}
