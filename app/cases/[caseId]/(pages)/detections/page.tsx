import type { Metadata } from "next";
import Link from "next/link";
import { requirePerson } from "@/app/_guard/require-person";
import { Recorded } from "@/components/coverage/recorded";
import type { DetectionLinks } from "@/components/detections/detection-links";
import { DetectionRow } from "@/components/detections/detection-row";
import { DetectionRun } from "@/components/detections/detection-run";
import { DetectorSettings } from "@/components/detections/detector-settings";
import { DetectorTable } from "@/components/detections/detector-table";
import { MuteDetection } from "@/components/detections/mute-detection";
import { UnmuteDetection } from "@/components/detections/unmute-detection";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import { type RecordedBehind, recordedBehind } from "@/lib/investigate/recorded-behind";
import { chosenAddress, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import { type CaseDetections, readCaseDetections } from "@/lib/timeline/detections/read-case-detections";
import { caseHeader, single } from "../../case-header";
import {
  muteDetectionAction,
  runDetectorsAction,
  setDetectorAction,
  stopDetectionsAction,
  unmuteDetectionAction,
} from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const KINDS = ["flow", "dns", "api"] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Detections · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function DetectionsPage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  const header = await caseHeader(caseId);
  const asked = single((await searchParams).ip);
  const ip = chosenAddress(header, asked);
  const [found, document] = await Promise.all([readCaseDetections(caseId), readCaseAnswers(header, ip)]);
  const links = { caseId, ip: asked, withPage: document.instances.map(({ instanceId }) => instanceId) };
  const behind = KINDS.map((kind) => recordedBehind(document.coverage, kind, document.window));
  const assessed = found.detectors.filter((detector) => detector.found !== null).length;
  return (
    <Page title="Detections">
      <DetectionRun
        caseId={caseId}
        run={found.run}
        assessed={assessed}
        all={found.detectors.length}
        runAgain={runDetectorsAction}
        stop={stopDetectionsAction}
      />
      <Fired found={found} links={links} behind={behind} />
      <Muted found={found} links={links} />
      <DetectorTable
        detectors={found.detectors}
        behind={behind}
        settings={(detector) => <DetectorSettings caseId={caseId} detector={detector} set={setDetectorAction} />}
      />
    </Page>
  );
}

interface FiredProps {
  found: CaseDetections;
  links: DetectionLinks;
  behind: readonly RecordedBehind[];
}

function Fired({ found, links, behind }: FiredProps) {
  const { detections, run, detectors } = found;
  if (!run.hasRun) return null;
  if (detections.length === 0) {
    const looked = detectors.filter((detector) => detector.found !== null);
    return (
      <Card title="What fired">
        <EmptyState title="Nothing fired">
          <p>
            {countOf(looked.length, "detector")} looked at the records that are here
            {looked.length === 0 ? "" : `: ${looked.map(({ title }) => title.toLowerCase()).join(", ")}`}{" "}
            <Recorded of={behind} />. Where logs are missing nothing can be found:{" "}
            <Link href={`/cases/${links.caseId}/coverage`}>see the coverage</Link>.
          </p>
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title="What fired" note="most severe first; numbers stand beside their thresholds">
      <div className="divide-y divide-line">
        {detections.map((detection) => (
          <DetectionRow key={detection.key} detection={detection} links={links}>
            <MuteDetection
              caseId={links.caseId}
              detectionKey={detection.key}
              title={`${detection.title}: ${visibleText(detection.subject)}`}
              mute={muteDetectionAction}
            />
          </DetectionRow>
        ))}
      </div>
    </Card>
  );
}

function Muted({ found, links }: { found: CaseDetections; links: DetectionLinks }) {
  if (found.muted.length === 0) return null;
  return (
    <Card title="Muted" note="found, and said to be no concern">
      <div className="divide-y divide-line">
        {found.muted.map((detection) => (
          <div key={detection.key}>
            <DetectionRow detection={detection} links={links}>
              <UnmuteDetection
                caseId={links.caseId}
                detectionKey={detection.key}
                title={`${detection.title}: ${visibleText(detection.subject)}`}
                unmute={unmuteDetectionAction}
              />
            </DetectionRow>
            {detection.mute === null ? null : (
              <p className="-mt-1.5 px-3.5 pb-3 text-dim text-sm">
                Muted by {visibleText(detection.mute.actor)},{" "}
                <When at={Math.floor(detection.mute.atMs / 1000) * 1000} />: {visibleText(detection.mute.reason)}
              </p>
            )}
          </div>
        ))}
      </div>
    </Card>
  );
}
