import type { Metadata } from "next";
import Link from "next/link";
import { requirePerson } from "@/app/_guard/require-person";
import { May } from "@/components/case/rights";
import { AddEvidence } from "@/components/evidence/add-evidence";
import { EvidenceCheck } from "@/components/evidence/evidence-check";
import { EvidenceFilters } from "@/components/evidence/evidence-filters";
import { EvidenceList } from "@/components/evidence/evidence-list";
import { LoadProgress } from "@/components/evidence/load-progress";
import { ServerFolder } from "@/components/evidence/server-folder";
import { TrailChains } from "@/components/evidence/trail-chains";
import { buttonLook } from "@/components/ui/button-look";
import { Page } from "@/components/ui/page";
import { readChains } from "@/lib/custody/trail/read-chains";
import { listEvidenceRoots } from "@/lib/sources/list-evidence-roots";
import { findEvidenceCheck } from "@/lib/timeline/evidence/find-evidence-check";
import { EvidenceSearch, listEvidenceFiles } from "@/lib/timeline/evidence/list-evidence-files";
import { listRunningLoads } from "@/lib/timeline/evidence/list-running-loads";
import { caseHeader, single } from "../../case-header";
import {
  cancelLoadAction,
  checkEvidenceAction,
  giveFlowFormatAction,
  loadFolderAction,
  loadRestAction,
  loadUploadsAction,
  removeEvidenceAction,
} from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Evidence · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function EvidencePage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  await caseHeader(caseId);
  const asked = Object.entries(await searchParams).map(([name, value]) => [name, single(value)]);
  const search = EvidenceSearch.parse(Object.fromEntries(asked));
  const [page, loads, { roots }, chains, check] = await Promise.all([
    listEvidenceFiles(caseId, search),
    listRunningLoads(caseId),
    listEvidenceRoots(),
    readChains(caseId),
    findEvidenceCheck(caseId),
  ]);
  const total = page.kinds.reduce((sum, { files }) => sum + files, 0);
  const path = `/cases/${caseId}/evidence`;
  const next = new URLSearchParams({
    ...(search.q === "" ? {} : { q: search.q }),
    ...(search.kind === undefined ? {} : { kind: search.kind }),
    ...(page.next === null ? {} : { after: page.next }),
  });
  return (
    <Page title="Evidence">
      <May to="evidence.add">
        <AddEvidence caseId={caseId} empty={total === 0 && loads.length === 0} loadUploads={loadUploadsAction} />
        <ServerFolder caseId={caseId} roots={roots} loadFolder={loadFolderAction} />
      </May>
      <LoadProgress caseId={caseId} loads={loads} cancelLoad={cancelLoadAction} loadRest={loadRestAction} />
      {total === 0 ? null : (
        <>
          <TrailChains chains={chains} />
          <EvidenceCheck caseId={caseId} check={check} checkEvidence={checkEvidenceAction} />
          <EvidenceFilters path={path} search={search} kinds={page.kinds} />
          <EvidenceList
            caseId={caseId}
            files={page.files}
            total={total}
            giveFlowFormat={giveFlowFormatAction}
            removeEvidence={removeEvidenceAction}
          />
          {page.next === null ? null : (
            <p>
              <Link href={`${path}?${next}`} className={buttonLook()}>
                Next files
              </Link>
            </p>
          )}
        </>
      )}
    </Page>
  );
}
