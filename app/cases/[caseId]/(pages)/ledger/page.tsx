import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { LedgerTable } from "@/components/case/ledger-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { listLedgerSpans } from "@/lib/timeline/list-ledger-spans";
import { caseHeader } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Address ledger · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function LedgerPage({ params }: Props) {
  await requirePerson();
  const { caseId } = await params;
  await caseHeader(caseId);
  const { spans, total } = await listLedgerSpans(caseId);
  return (
    <Page title="Address ledger">
      {spans.length === 0 ? (
        <Card>
          <EmptyState title="Nothing is known to have been held">
            <p>
              Flow records that name their instance, EC2 descriptions, CloudTrail calls and findings tell who held an
              address; none of the evidence does yet.
            </p>
          </EmptyState>
        </Card>
      ) : (
        <LedgerTable
          caseId={caseId}
          spans={spans}
          note={spans.length < total ? `the first ${spans.length} of ${total}` : undefined}
        />
      )}
    </Page>
  );
}
