import { soon } from "@/lib/core/soon";
import type { InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";
import { BaselineSearch } from "@/lib/timeline/baseline/baseline-search";
import { findKeptBaseline } from "@/lib/timeline/baseline/find-kept-baseline";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { EventSearch, ViewSearch } from "@/lib/timeline/events/event-search";
import { readNewSince } from "@/lib/timeline/first-seen/read-new-since";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { readInstanceSparks } from "@/lib/timeline/read-instance-sparks";
import { readInstanceTimeline } from "@/lib/timeline/read-instance-timeline";
import { listSessions } from "@/lib/timeline/sessions/list-sessions";

interface InstanceAsked {
  header: CaseHeader;
  document: Pick<InvestigationV1, "window" | "earliestIndicator">;
  instance: InstanceV1;
  ip: string;
  /** Of the URL. */
  search: Record<string, string | undefined>;
}

/** What a page of one instance shows and takes time to read, each by itself; `isThere` once all of it is, or false after so many milliseconds. */
export function readInstancePage(asked: InstanceAsked, withinMs: number) {
  const { header, document, instance, ip } = asked;
  const { id: caseId, revision } = header.case;
  const { instanceId } = instance;
  const parts = {
    sparks: readInstanceSparks({ caseId, revision, instanceId, ip }, document.window),
    timeline: readTimeline(asked),
    sessions: listSessions({ caseId, revision, ip: null, instanceIds: [instanceId], q: "" }),
    newSince: readNew(asked),
  };
  return { ...parts, isThere: soon(Promise.all(Object.values(parts)), withinMs) };
}

export type InstancePage = ReturnType<typeof readInstancePage>;

/** What is new of the instance since the case began: the accepted start, else the window's, else the earliest indicator. */
async function readNew({ header, document, instance, ip }: InstanceAsked) {
  const { id: caseId, revision, windowFrom } = header.case;
  const accepted = header.start.start?.at;
  const [start, startIs] = accepted
    ? [accepted, "the accepted start"]
    : windowFrom
      ? [windowFrom.toISOString(), "the beginning of the window"]
      : [document.earliestIndicator?.time, "the earliest indicator"];
  if (start === undefined) return null;
  const startMs = Date.parse(start);
  const scope = await readInstanceScope(caseId, instance.instanceId, ip, revision);
  return { startMs, startIs, kinds: await readNewSince(scope, startMs) };
}

/** The lanes and the first events of what a URL asks for. */
async function readTimeline({ header, document, instance, ip, search }: InstanceAsked) {
  const { id: caseId, revision, windowFrom } = header.case;
  const kept = await findKeptBaseline(caseId);
  const { start } = header.start;
  const timeline = await readInstanceTimeline({
    ...{ caseId, revision, ip, instance, window: document.window },
    baseline: {
      url: BaselineSearch.parse(search),
      startMs: start ? Date.parse(start.at) : null,
      windowFromMs: windowFrom?.getTime() ?? null,
      earliestMs: document.earliestIndicator ? Date.parse(document.earliestIndicator.time) : null,
      case: kept,
    },
    view: ViewSearch.parse(search),
    events: EventSearch.parse(search),
  });
  return { ...timeline, isKept: kept !== null };
}
