import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { type ComponentProps, Suspense } from "react";
import { requirePerson } from "@/app/_guard/require-person";
import { AnswerCards } from "@/components/case/answer-cards";
import { CoverageCard } from "@/components/case/coverage-card";
import { coverageOf } from "@/components/case/coverage-of";
import { InstanceChips } from "@/components/case/instance-chips";
import { MistypedAddress } from "@/components/case/mistyped-address";
import { detectionMarks } from "@/components/detections/detection-marks";
import { DetectionsCard } from "@/components/detections/detections-card";
import { InstanceSessions } from "@/components/sessions/instance-sessions";
import type { DetectionMark } from "@/components/timeline/detection-lane";
import { InstanceEvents } from "@/components/timeline/instance-events";
import { NewSinceCard } from "@/components/timeline/new-since-card";
import { TimeLanesCard } from "@/components/timeline/time-lanes-card";
import { Page } from "@/components/ui/page";
import { Skeleton } from "@/components/ui/skeleton";
import { isAllowed } from "@/lib/auth/permissions";
import type { InstanceV1, InvestigationV1 } from "@/lib/investigate/document.types";
import { recordedBehind } from "@/lib/investigate/recorded-behind";
import { BaselineSearch } from "@/lib/timeline/baseline/baseline-search";
import type { BaselineSource } from "@/lib/timeline/baseline/choose-baseline";
import { findKeptBaseline } from "@/lib/timeline/baseline/find-kept-baseline";
import { firstContactMs } from "@/lib/timeline/case/first-contact";
import { chosenAddress, isMistyped, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { readStandingDetections } from "@/lib/timeline/detections/read-case-detections";
import { EventSearch, ViewSearch } from "@/lib/timeline/events/event-search";
import { readNewSince } from "@/lib/timeline/first-seen/read-new-since";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { readInstanceSparks } from "@/lib/timeline/read-instance-sparks";
import { readInstanceTimeline } from "@/lib/timeline/read-instance-timeline";
import { listSessions } from "@/lib/timeline/sessions/list-sessions";
import { chooseBaselineAction, removeSearchAction, renameSearchAction, saveSearchAction } from "../../actions";
import { caseHeader, caseRole, single } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string; instanceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { caseId, instanceId } = await params;
  return { title: `${instanceId} · ${(await caseHeader(caseId)).case.title}` };
}

/**
 * Whether there is such an instance is known before the first byte, so that one that is not answers so; all that takes time
 * comes after it, each part in its place.
 */
export default async function InstancePage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId, instanceId } = await params;
  const search = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, single(value)]));
  const header = await caseHeader(caseId);
  const ip = chosenAddress(header, search.ip);
  if (ip === null) notFound();
  const { revision } = header.case;
  const document = await readCaseAnswers(header, ip);
  const instance = document.instances.find((row) => row.instanceId === instanceId);
  if (!instance) notFound();
  const detections = await readStandingDetections(caseId, instanceId);
  const answers = { instances: [instance], coverage: coverageOf(instance, document.coverage), window: document.window };
  const ofAddress = search.ip === undefined ? "" : `&ip=${encodeURIComponent(ip)}`;
  return (
    // A second column for the side sheet of an event, which stands beside everything where there is room.
    <div className="grid grid-cols-[minmax(0,1fr)_auto]">
      <Page title={<span className="font-mono text-[16px]">{instanceId}</span>}>
        {isMistyped(search.ip) ? <MistypedAddress asked={search.ip} shown={ip} /> : null}
        <InstanceChips
          caseId={caseId}
          instance={instance}
          ip={ip}
          firstContactMs={firstContactMs(instance, ip)}
          coverage={document.coverage}
          coverageHref="#coverage"
          dwell={header.start.dwell}
          detections={detections.length}
        />
        <Suspense fallback={<AnswerCards {...answers} sparks={NO_SPARKS} />}>
          <Answers answers={answers} of={{ caseId, revision, instanceId, ip }} />
        </Suspense>
        <Suspense fallback={<Reading />}>
          <Timeline
            {...{ caseId, revision, ip, instance, search, window: document.window }}
            coverage={coverageOf(instance, document.coverage)}
            isOpen={header.case.state !== "closed"}
            detections={detectionMarks(detections, { caseId, ip: search.ip })}
            baseline={{
              url: BaselineSearch.parse(search),
              startMs: header.start.start ? Date.parse(header.start.start.at) : null,
              windowFromMs: header.case.windowFrom?.getTime() ?? null,
              earliestMs: document.earliestIndicator ? Date.parse(document.earliestIndicator.time) : null,
            }}
          />
        </Suspense>
        <DetectionsCard
          detections={detections}
          links={{ caseId, ip: search.ip, withPage: [] }}
          note="of this instance, most severe first"
        />
        <Suspense>
          <Sessions caseId={caseId} instanceId={instanceId} ip={search.ip} />
        </Suspense>
        <Suspense>
          <NewSince header={header} ip={ip} instanceId={instanceId} earliest={document.earliestIndicator} />
        </Suspense>
        <CoverageCard
          coverage={coverageOf(instance, document.coverage)}
          window={document.window}
          href={`/cases/${caseId}/coverage?q=${encodeURIComponent(instanceId)}${ofAddress}`}
        />
      </Page>
    </div>
  );
}

const NO_BARS = { with: [], other: [] };
/** Keep the room of the bars that are still being read. */
const NO_SPARKS = { flow: NO_BARS, dns: NO_BARS, api: NO_BARS };

async function Answers({
  answers,
  of,
}: {
  answers: Omit<ComponentProps<typeof AnswerCards>, "sparks">;
  of: Parameters<typeof readInstanceSparks>[0];
}) {
  return <AnswerCards {...answers} sparks={await readInstanceSparks(of, answers.window)} />;
}

async function Sessions({ caseId, instanceId, ip }: { caseId: string; instanceId: string; ip: string | undefined }) {
  const { lines } = await listSessions({ caseId, ip: null, instanceIds: [instanceId], q: "" });
  const hrefOf = (more: Record<string, string>) =>
    `/cases/${caseId}/sessions?${new URLSearchParams({ ...(ip === undefined ? {} : { ip }), ...more })}`;
  return (
    <InstanceSessions
      lines={lines}
      href={hrefOf({ q: instanceId })}
      hrefOf={(session) => hrefOf({ q: instanceId, session })}
    />
  );
}

/** What is new of the instance since the case began: the accepted start, else the window's, else the earliest indicator. */
async function NewSince({
  header,
  ip,
  instanceId,
  earliest,
}: {
  header: CaseHeader;
  ip: string;
  instanceId: string;
  earliest: InvestigationV1["earliestIndicator"];
}) {
  const { id: caseId, revision, windowFrom } = header.case;
  const accepted = header.start.start?.at;
  const [start, startIs] = accepted
    ? [accepted, "the accepted start"]
    : windowFrom
      ? [windowFrom.toISOString(), "the beginning of the window"]
      : [earliest?.time, "the earliest indicator"];
  if (start === undefined) return null;
  const startMs = Date.parse(start);
  const kinds = await readNewSince(await readInstanceScope(caseId, instanceId, ip, revision), startMs);
  return <NewSinceCard {...{ caseId, kinds, startMs, startIs }} />;
}

interface TimelineProps {
  caseId: string;
  revision: number;
  ip: string;
  instance: InstanceV1;
  window: InvestigationV1["window"];
  /** That tells of the instance. */
  coverage: InvestigationV1["coverage"];
  search: Record<string, string | undefined>;
  baseline: Omit<BaselineSource, "span" | "case">;
  isOpen: boolean;
  detections: DetectionMark[];
}

async function Timeline({ search, coverage, isOpen, detections, ...about }: TimelineProps) {
  const [kept, role] = await Promise.all([findKeptBaseline(about.caseId), caseRole(about.caseId)]);
  const timeline = await readInstanceTimeline({
    ...about,
    baseline: { ...about.baseline, case: kept },
    view: ViewSearch.parse(search),
    events: EventSearch.parse(search),
  });
  return (
    <>
      <TimeLanesCard
        packed={timeline.packed}
        window={timeline.window}
        ip={about.ip}
        baseline={timeline.baseline}
        detections={detections}
        keeping={{
          caseId: about.caseId,
          isKept: kept !== null,
          keep: isOpen && isAllowed(role, "case.describe") ? chooseBaselineAction : null,
        }}
      />
      <InstanceEvents
        caseId={about.caseId}
        instanceId={about.instance.instanceId}
        ip={about.ip}
        first={timeline.events}
        firstContactMs={timeline.firstContactMs}
        searches={{ save: saveSearchAction, rename: renameSearchAction, remove: removeSearchAction }}
        behind={(["flow", "dns", "api"] as const).map((kind) => recordedBehind(coverage, kind, about.window))}
      />
    </>
  );
}

function Reading() {
  return (
    <div className="grid gap-3" aria-busy="true">
      <p className="sr-only" role="status">
        Reading the timeline…
      </p>
      <Skeleton className="h-[430px]" />
      <Skeleton className="h-[680px]" />
    </div>
  );
}
