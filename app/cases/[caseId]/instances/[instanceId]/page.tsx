import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePerson } from "@/app/_guard/require-person";
import { NotesButton } from "@/components/annotations/notes-button";
import { ManualEventsCard } from "@/components/board/manual-events-card";
import { AnswerCards } from "@/components/case/answer-cards";
import { CoverageCard } from "@/components/case/coverage-card";
import { coverageOf } from "@/components/case/coverage-of";
import { InstanceChips } from "@/components/case/instance-chips";
import { MistypedAddress } from "@/components/case/mistyped-address";
import { detectionMarks } from "@/components/detections/detection-marks";
import { DetectionsCard } from "@/components/detections/detections-card";
import { Page } from "@/components/ui/page";
import { Part } from "@/components/ui/part";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { firstContactMs } from "@/lib/timeline/case/first-contact";
import { chosenAddress, isMistyped, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import { readStandingDetections } from "@/lib/timeline/detections/read-case-detections";
import { readInstancePage } from "@/lib/timeline/read-instance-page";
import { addManualEventAction, editManualEventAction, removeManualEventAction } from "../../(pages)/board/actions";
import { caseHeader, single } from "../../case-header";
import { Answers, NewSince, NO_SPARKS, Reading, Sessions, Timeline } from "./instance-parts";

const MANUAL = {
  addManual: addManualEventAction,
  editManual: editManualEventAction,
  removeManual: removeManualEventAction,
};

interface Props {
  params: Promise<{ caseId: string; instanceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { caseId, instanceId } = await params;
  return { title: `${instanceId} · ${(await caseHeader(caseId)).case.title}` };
}

/** So long the page waits for all that it shows, before it shows what is there. */
const SOON_MS = 250;

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
  const document = await readCaseAnswers(header, ip);
  const instance = document.instances.find((row) => row.instanceId === instanceId);
  if (!instance) notFound();
  const coverage = coverageOf(instance, document.coverage);
  const page = readInstancePage({ header, document, instance, ip, search }, SOON_MS);
  const [detections, entered] = await Promise.all([
    readStandingDetections(caseId, instanceId),
    readManualEvents(caseId),
  ]);
  // What concerns another instance alone is told there.
  const manual = entered.filter((event) => event.instanceId === null || event.instanceId === instanceId);
  // What is kept of the revision is there at once: it is drawn once then, in its place, instead of room for it first.
  const isThere = await page.isThere;
  const answers = { instances: [instance], coverage, window: document.window };
  const ofAddress = search.ip === undefined ? "" : `&ip=${encodeURIComponent(ip)}`;
  return (
    // A second column for the side sheet of an event, which stands beside everything where there is room.
    <div className="grid grid-cols-[minmax(0,1fr)_auto]">
      <Page
        title={<span className="font-mono text-[16px]">{instanceId}</span>}
        aside={<NotesButton thing={{ subject: { kind: "instance", instanceId }, title: instanceId, at: null }} />}
      >
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
        <Part isThere={isThere} before={isThere ? null : <AnswerCards {...answers} sparks={NO_SPARKS} />}>
          <Answers answers={answers} sparks={page.sparks} />
        </Part>
        <Part isThere={isThere} before={isThere ? null : <Reading />}>
          <Timeline
            {...{ caseId, ip, instance, coverage }}
            window={document.window}
            read={page.timeline}
            isOpen={header.case.state !== "closed"}
            detections={detectionMarks(detections, { caseId, ip: search.ip })}
            manual={manual}
          />
        </Part>
        <ManualEventsCard caseId={caseId} events={manual} instanceId={instanceId} actions={MANUAL} />
        <DetectionsCard
          detections={detections}
          links={{ caseId, ip: search.ip, withPage: [] }}
          note="of this instance, most severe first"
        />
        <Part isThere={isThere}>
          <Sessions caseId={caseId} instanceId={instanceId} ip={search.ip} read={page.sessions} />
        </Part>
        <Part isThere={isThere}>
          <NewSince caseId={caseId} read={page.newSince} />
        </Part>
        <CoverageCard
          coverage={coverage}
          window={document.window}
          href={`/cases/${caseId}/coverage?q=${encodeURIComponent(instanceId)}${ofAddress}`}
        />
      </Page>
    </div>
  );
}
