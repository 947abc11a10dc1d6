import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { ExportList } from "@/components/report/export-list";
import { ReportForm } from "@/components/report/report-form";
import { TakeOut } from "@/components/report/take-out";
import { VersionChoice } from "@/components/report/version-choice";
import { Page } from "@/components/ui/page";
import { findReportSettings } from "@/lib/exports/find-report-settings";
import { isLargeCase, listExports } from "@/lib/exports/jobs/list-exports";
import { ALL_FORMATS } from "@/lib/report/export-formats";
import { lastChangeOfContent } from "@/lib/timeline/review/last-change-of-content";
import { listVersions } from "@/lib/timeline/review/list-versions";
import { caseHeader, single } from "../../case-header";
import { askExportAction, cancelExportAction, chooseReportAction } from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Report · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function ReportPage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  await caseHeader(caseId);
  const [settings, versions, exports, isLarge, stamp] = await Promise.all([
    findReportSettings(caseId),
    listVersions(caseId),
    listExports(caseId),
    isLargeCase(caseId),
    lastChangeOfContent(caseId),
  ]);
  const asked = Number(single((await searchParams).version) ?? "");
  const version = versions.find(({ number }) => number === asked)?.number ?? null;
  return (
    <Page title="Report" aside={<VersionChoice caseId={caseId} versions={versions} version={version} />}>
      <TakeOut {...{ caseId, version, isLarge }} formats={ALL_FORMATS} masked={settings.masked} ask={askExportAction} />
      <ExportList caseId={caseId} exports={exports} cancel={cancelExportAction} />
      <ReportForm key={version} {...{ caseId, version, settings, stamp }} choose={chooseReportAction} />
    </Page>
  );
}
