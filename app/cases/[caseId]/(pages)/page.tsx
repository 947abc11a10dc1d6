import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { acceptStartAction, seeCaseAction, takeBackStartAction } from "@/app/cases/[caseId]/actions";
import { AnswerCards } from "@/components/case/answer-cards";
import { ApiCallsCard } from "@/components/case/api-calls-card";
import { CoverageCard } from "@/components/case/coverage-card";
import { EarliestCard } from "@/components/case/earliest-card";
import { InstanceTable } from "@/components/case/instance-table";
import { LoadingEvidence } from "@/components/case/loading-evidence";
import { MistypedAddress } from "@/components/case/mistyped-address";
import { NamedAddressesCard } from "@/components/case/named-addresses-card";
import { NewsCard } from "@/components/case/news-card";
import { NoAddress } from "@/components/case/no-address";
import { NoEvidence } from "@/components/case/no-evidence";
import { NotAssessedCard } from "@/components/case/not-assessed-card";
import { SilentNameCard } from "@/components/case/silent-name-card";
import { UnattributedCard } from "@/components/case/unattributed-card";
import { DetectionsCard } from "@/components/detections/detections-card";
import { Part } from "@/components/ui/part";
import { Skeleton } from "@/components/ui/skeleton";
import { isAllowed } from "@/lib/auth/permissions";
import { soon } from "@/lib/core/soon";
import type { InvestigationAnswers } from "@/lib/investigate/investigate";
import { hasLookupLog, readNameAskers } from "@/lib/investigate/name-askers";
import { type RecordedBehind, recordedBehind } from "@/lib/investigate/recorded-behind";
import { chosenAddress, isMistyped, readCaseOverview } from "@/lib/timeline/case/read-case-document";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { readCaseSparks } from "@/lib/timeline/case/read-case-sparks";
import { readNews } from "@/lib/timeline/case/read-news";
import { readStartView } from "@/lib/timeline/case/read-start-view";
import { readStandingDetections } from "@/lib/timeline/detections/read-case-detections";
import { listRunningLoads } from "@/lib/timeline/evidence/list-running-loads";
import { caseHeader, caseRole, single } from "../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await caseHeader((await params).caseId)).case.title };
}

export default async function CasePage({ params, searchParams }: Props) {
  const person = await requirePerson();
  const { caseId } = await params;
  const header = await caseHeader(caseId);
  const asked = single((await searchParams).ip);
  const ip = chosenAddress(header, asked);
  const [document, loads, detections, news] = await Promise.all([
    readCaseOverview(header, ip),
    listRunningLoads(caseId),
    readStandingDetections(caseId, null),
    readNews(caseId, person),
  ]);
  const running = loads.filter(({ state }) => UNDER_WAY.has(state));
  if (header.files === 0) {
    return (
      <main className={BODY}>
        <NewsCard key={caseId} caseId={caseId} news={news} see={seeCaseAction} />
        <LoadingEvidence caseId={caseId} loads={running} />
        {running.length > 0 ? null : <NoEvidence caseId={caseId} title={header.case.title} />}
      </main>
    );
  }
  return (
    <main className={BODY}>
      <NewsCard key={caseId} caseId={caseId} news={news} see={seeCaseAction} />
      <LoadingEvidence caseId={caseId} loads={running} />
      {isMistyped(asked) ? <MistypedAddress asked={asked} shown={ip} /> : null}
      <SilentNames header={header} document={document} />
      {ip === null ? <NoAddress isNamed={header.names.length > 0} /> : <Answers {...{ header, document, ip }} />}
      <DetectionsCard
        detections={detections}
        links={{ caseId, ip: asked, withPage: document.instances.map(({ instanceId }) => instanceId) }}
        note="most severe first"
      />
      <CoverageCard
        coverage={document.coverage}
        window={document.window}
        href={`/cases/${caseId}/coverage${asked === undefined ? "" : `?ip=${encodeURIComponent(asked)}`}`}
      />
      <NotAssessedCard rows={document.notAssessed} />
    </main>
  );
}

const BODY = "mx-auto grid w-full min-w-0 max-w-[1760px] gap-3 px-4 py-4 sm:px-6";
const KINDS = ["flow", "dns", "api"] as const;
const SILENT_NAMES_SHOWN = 5;
const SOON_MS = 1000;
const UNDER_WAY = new Set(["queued", "loading", "sealing"]);

async function Answers({ header, document, ip }: { header: CaseHeader; document: InvestigationAnswers; ip: string }) {
  const { id: caseId } = header.case;
  const path = `/cases/${caseId}`;
  const hrefTo = (address: string) => `${path}?ip=${encodeURIComponent(address)}`;
  const query = ip === header.addresses[0] ? "" : `?ip=${encodeURIComponent(ip)}`;
  const behind = KINDS.map((kind) => recordedBehind(document.coverage, kind, document.window));
  const start = readStartView(header, document);
  const isSoon = soon(start, SOON_MS);
  const shown = { header, ip, behind, start };
  return (
    <>
      <AnswerCards
        instances={document.instances}
        coverage={document.coverage}
        window={document.window}
        sparks={await readCaseSparks(header, document)}
      />
      <InstanceTable instances={document.instances} href={(id) => `${path}/instances/${id}${query}`} behind={behind} />
      <Part isThere={await isSoon} before={<Skeleton className="h-44" />}>
        <Start {...shown} />
      </Part>
      <NamedAddressesCard names={header.names} ip={ip} href={hrefTo} />
      <ApiCallsCard
        title="API calls from the address"
        note="whoever made them"
        none="No recorded call came from the address."
        calls={document.apiCallsFromIndicator}
        behind={recordedBehind(document.coverage, "api", document.window)}
      />
      <UnattributedCard rows={document.unattributed} />
    </>
  );
}

/** What the case may have begun with. The answers wait a moment for it, so that it does not push aside what is read. */
async function Start({
  header,
  ip,
  behind,
  start,
}: {
  start: ReturnType<typeof readStartView>;
  header: CaseHeader;
  ip: string;
  behind: RecordedBehind[];
}) {
  const { id: caseId, state } = header.case;
  const mayAccept = state !== "closed" && isAllowed(await caseRole(caseId), "case.describe");
  const actions = !mayAccept ? null : { accept: acceptStartAction, takeBack: takeBackStartAction };
  return <EarliestCard {...{ caseId, ip, actions, behind }} view={await start} accepted={header.start} />;
}

/** Flagged names for which the evidence gives no address: said first, with who asked for them. */
async function SilentNames({ header, document }: { header: CaseHeader; document: InvestigationAnswers }) {
  const silent = header.names.filter(({ answers }) => answers.length === 0).slice(0, SILENT_NAMES_SHOWN);
  const isLogged = silent.length > 0 && (await hasLookupLog(header.case.id));
  const askers = await Promise.all(silent.map(({ name }) => (isLogged ? readNameAskers(header.case.id, name) : [])));
  return silent.map(({ name }, index) => (
    <SilentNameCard
      key={name}
      name={name}
      askers={askers[index] ?? []}
      isLogged={isLogged}
      behind={recordedBehind(document.coverage, "dns", document.window)}
    />
  ));
}
