import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { AnswerCards } from "@/components/case/answer-cards";
import { ApiCallsCard } from "@/components/case/api-calls-card";
import { CaseChips } from "@/components/case/case-chips";
import { CoverageCard } from "@/components/case/coverage-card";
import { EarliestCard } from "@/components/case/earliest-card";
import { InstanceTable } from "@/components/case/instance-table";
import { MistypedAddress } from "@/components/case/mistyped-address";
import { NoEvidence } from "@/components/case/no-evidence";
import { NotAssessedCard } from "@/components/case/not-assessed-card";
import { UnattributedCard } from "@/components/case/unattributed-card";
import { Page } from "@/components/ui/page";
import { chosenAddress, isMistyped, readCaseDocument } from "@/lib/timeline/case/read-case-document";
import { caseHeader, single } from "../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await caseHeader((await params).caseId)).case.title };
}

export default async function CasePage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  const header = await caseHeader(caseId);
  const asked = single((await searchParams).ip);
  const ip = chosenAddress(header, asked);
  const document = await readCaseDocument(header, ip);
  const path = `/cases/${caseId}`;
  const chips = (
    <CaseChips path={path} state={header.case.state} addresses={header.addresses} ip={ip} window={document.window} />
  );
  if (document.evidence.length === 0) {
    return (
      <Page title={header.case.title} aside={chips}>
        <NoEvidence title={header.case.title} />
      </Page>
    );
  }
  const query = ip === null || ip === header.addresses[0] ? "" : `?ip=${encodeURIComponent(ip)}`;
  return (
    <Page title={header.case.title} aside={chips}>
      {isMistyped(asked) ? <MistypedAddress asked={asked} shown={ip} /> : null}
      {ip === null ? (
        <p className="text-dim">
          This case has no flagged address. Add <code className="mono">?ip=ADDRESS</code> to this page's URL to look at
          one.
        </p>
      ) : (
        <>
          <AnswerCards instances={document.instances} coverage={document.coverage} />
          <InstanceTable instances={document.instances} href={(id) => `${path}/instances/${id}${query}`} />
          <div className="grid gap-3 2xl:grid-cols-2">
            <EarliestCard earliest={document.earliestIndicator} evidence={document.evidence} caseId={caseId} />
            <UnattributedCard rows={document.unattributed} />
          </div>
          <ApiCallsCard
            title="API calls from the address"
            note="whoever made them"
            none="No recorded call came from the address."
            calls={document.apiCallsFromIndicator}
          />
        </>
      )}
      <CoverageCard coverage={document.coverage} />
      <NotAssessedCard rows={document.notAssessed} />
    </Page>
  );
}
