import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { ReportForm } from "@/components/report/report-form";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { Page } from "@/components/ui/page";
import { findReportSettings } from "@/lib/exports/find-report-settings";
import { EXPORT_FORMATS } from "@/lib/report/export-formats";
import { caseHeader } from "../../case-header";
import { chooseReportAction } from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Report · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function ReportPage({ params }: Props) {
  await requirePerson();
  const { caseId } = await params;
  await caseHeader(caseId);
  const settings = await findReportSettings(caseId);
  return (
    <Page title="Report">
      <Card title="Take it out" note="As it is kept below; the audit trail has the hash of what leaves">
        <ul className="flex flex-wrap gap-2 px-3.5 py-3">
          {Object.entries(EXPORT_FORMATS).map(([format, { words }]) => (
            <li key={format}>
              <a href={`/api/cases/${caseId}/report/${format}`} download className={buttonLook("plain")}>
                {words}
              </a>
            </li>
          ))}
        </ul>
        <p className="px-3.5 pb-3 text-faint text-sm">
          CSV, Timesketch and OCSF list single records too: at most the first 20,000 that name a flagged address or were
          made with an instance's credentials.
        </p>
      </Card>
      <ReportForm caseId={caseId} settings={settings} choose={chooseReportAction} />
    </Page>
  );
}
