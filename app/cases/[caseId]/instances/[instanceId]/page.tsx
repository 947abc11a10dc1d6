import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { AnswerCards } from "@/components/case/answer-cards";
import { coverageOf } from "@/components/case/coverage-of";
import { InstanceChips } from "@/components/case/instance-chips";
import { InstanceEvents } from "@/components/timeline/instance-events";
import { TimeLanesCard } from "@/components/timeline/time-lanes-card";
import { Page } from "@/components/ui/page";
import { chosenAddress, readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { EventSearch, ViewSearch } from "@/lib/timeline/events/event-search";
import { readInstanceTimeline } from "@/lib/timeline/read-instance-timeline";
import { caseHeader, single } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string; instanceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { caseId, instanceId } = await params;
  return { title: `${instanceId} · ${(await caseHeader(caseId)).case.title}` };
}

export default async function InstancePage({ params, searchParams }: Props) {
  const { caseId, instanceId } = await params;
  const search = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, single(value)]));
  const header = await caseHeader(caseId);
  const ip = chosenAddress(header, search.ip);
  if (ip === null) notFound();
  const document = await readCaseDocument(header, ip);
  const instance = document.instances.find((row) => row.instanceId === instanceId);
  if (!instance) notFound();
  const timeline = await readInstanceTimeline({
    ...{ caseId, ip, instance },
    window: document.window,
    view: ViewSearch.parse(search),
    events: EventSearch.parse(search),
  });
  const casePath = `/cases/${caseId}${search.ip === undefined ? "" : `?ip=${encodeURIComponent(ip)}`}`;
  return (
    <Page
      title={<span className="font-mono text-[16px]">{instanceId}</span>}
      aside={
        <Link href={casePath} className="text-dim hover:text-text hover:underline">
          {header.case.title}
        </Link>
      }
    >
      <InstanceChips instance={instance} ip={ip} caseId={caseId} coverage={document.coverage} />
      <AnswerCards instances={[instance]} coverage={coverageOf(instance, document.coverage)} />
      <TimeLanesCard model={timeline.lanes} ip={ip} span={timeline.span} />
      <InstanceEvents
        caseId={caseId}
        instanceId={instanceId}
        ip={ip}
        first={timeline.events}
        firstContactMs={timeline.lanes.firstContactMs}
      />
    </Page>
  );
}
