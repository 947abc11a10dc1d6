import type { InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";
import type { Baseline } from "@/lib/timeline/baseline/baseline.types";
import { type BaselineSource, chooseBaseline } from "@/lib/timeline/baseline/choose-baseline";
import { readBaseline } from "@/lib/timeline/baseline/read-baseline";
import { firstContactMs } from "@/lib/timeline/case/first-contact";
import { viewOf } from "@/lib/timeline/case/view-of";
import type { EventStart } from "@/lib/timeline/events/event.types";
import type { EventSearch, ViewSearch } from "@/lib/timeline/events/event-search";
import { readEventStart } from "@/lib/timeline/events/read-event-window";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { readLanes } from "@/lib/timeline/lanes/read-lanes";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface InstanceTimeline {
  /** The lanes and all the evidence at a glance, as `packLanes` writes them. */
  packed: string;
  firstContactMs: number | null;
  /** What was usual in an earlier span. */
  baseline: Baseline;
  /** The first rows of the events of the same view. */
  events: EventStart;
  /** The window of the case where it is a part of all that can be looked at: what a plain URL shows. */
  window: Piece | null;
}

/** The lanes and the first events of an instance over the part of the window that a URL asks for. */
export async function readInstanceTimeline(request: {
  caseId: string;
  /** Of the evidence, as the request read it. */
  revision: number;
  ip: string;
  instance: InstanceV1;
  window: InvestigationV1["window"];
  view: ViewSearch;
  events: EventSearch;
  /** Where an earlier span to compare with may come from. */
  baseline: Omit<BaselineSource, "span">;
}): Promise<InstanceTimeline> {
  const { caseId, revision, ip, instance } = request;
  const scope = await readInstanceScope(caseId, instance.instanceId, ip, revision);
  const { span, view, window, events: eventsView } = viewOf(request.window, scope.span, request.view);
  const { lanes, packed } = await readLanes({
    ...{ caseId, revision, ip, instance, view, span, window },
    firstContactMs: firstContactMs(instance, ip),
  });
  const [events, baseline] = await Promise.all([
    readEventStart({ scope, view: eventsView, search: request.events }),
    readBaseline(scope, instance, span, chooseBaseline({ ...request.baseline, span })),
  ]);
  const isPart = window.fromMs > span.fromMs || window.toMs < span.toMs;
  return { packed, firstContactMs: lanes.firstContactMs, events, baseline, window: isPart ? window : null };
}
