import type { InvestigationV1 } from "@/lib/investigate/document.types";
import type { ViewSearch } from "@/lib/timeline/events/event-search";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface View {
  /** All that can be looked at: the evidence and the window. */
  span: Piece;
  /** What the lanes show. */
  view: Piece;
  /** What the events are taken from. */
  events: Piece;
  /** What the document counts. */
  window: Piece;
}

// How much of its length is shown on either side of a window that is a part of the evidence.
const MARGIN = 0.15;

/** Decides which time a page shows: what its URL asks for, else the window with some of what lies around it. */
export function viewOf(
  documentWindow: InvestigationV1["window"],
  evidence: { firstMs: number; lastMs: number } | null,
  { from, to }: ViewSearch,
): View {
  const fromMs = documentWindow.from === null ? 0 : Date.parse(documentWindow.from);
  const toMs = documentWindow.to === null ? 0 : Date.parse(documentWindow.to);
  const window = { fromMs, toMs: Math.max(toMs, fromMs + 1000) };
  const span = {
    fromMs: Math.min(evidence?.firstMs ?? window.fromMs, window.fromMs),
    toMs: Math.max(evidence ? evidence.lastMs + 1000 : window.toMs, window.toMs),
  };
  if (from !== undefined || to !== undefined) {
    const view = { fromMs: Math.max(from ?? span.fromMs, span.fromMs), toMs: Math.min(to ?? span.toMs, span.toMs) };
    if (view.fromMs < view.toMs) return { span, view, events: view, window };
  }
  const margin = Math.round((window.toMs - window.fromMs) * MARGIN);
  const view = {
    fromMs: Math.max(window.fromMs - margin, span.fromMs),
    toMs: Math.min(window.toMs + margin, span.toMs),
  };
  return { span, view, events: window, window };
}
