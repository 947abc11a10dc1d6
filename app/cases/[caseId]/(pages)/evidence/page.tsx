import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { NoEvidence } from "@/components/case/no-evidence";
import { EvidenceList } from "@/components/evidence/evidence-list";
import { LoadProgress } from "@/components/evidence/load-progress";
import { Page } from "@/components/ui/page";
import { listEvidenceFiles } from "@/lib/timeline/evidence/list-evidence-files";
import { listRunningLoads } from "@/lib/timeline/evidence/list-running-loads";
import { caseHeader } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Evidence · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function EvidencePage({ params }: Props) {
  await requirePerson();
  const { caseId } = await params;
  const { case: shown } = await caseHeader(caseId);
  const [files, loads] = await Promise.all([listEvidenceFiles(caseId), listRunningLoads(caseId)]);
  return (
    <Page title="Evidence" aside={<span className="text-dim">{shown.title}</span>}>
      <LoadProgress loads={loads} />
      {files.length > 0 ? (
        <EvidenceList files={files} />
      ) : loads.length === 0 ? (
        <NoEvidence title={shown.title} />
      ) : null}
    </Page>
  );
}
