import type { Metadata } from "next";
import Link from "next/link";
import { requirePerson } from "@/app/_guard/require-person";
import { countOf } from "@/components/format/format-count";
import { LedgerFilters } from "@/components/ledger/ledger-filters";
import { LedgerTable } from "@/components/ledger/ledger-table";
import { WhoAnswer } from "@/components/ledger/who-answer";
import { WhoForm } from "@/components/ledger/who-form";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { readEvidenceSpan } from "@/lib/timeline/case/read-evidence-span";
import { askedAtMs, LedgerSearch } from "@/lib/timeline/ledger/ledger-search";
import { type LedgerPage as LedgerPageRows, listLedgerPage } from "@/lib/timeline/ledger/list-ledger-page";
import { whoHeld } from "@/lib/timeline/ledger/who-held";
import { caseHeader, single } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Address ledger · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function LedgerPage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  const { case: found } = await caseHeader(caseId);
  const given = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, single(value)]));
  const search = LedgerSearch.parse(given);
  const ip = given.ip;
  const atMs = askedAtMs(search);
  const [page, span, answer, all] = await Promise.all([
    listLedgerPage(caseId, found.revision, search),
    readEvidenceSpan(caseId, found.revision),
    search.who !== undefined && typeof atMs === "number"
      ? whoHeld({ caseId, subject: search.who, atMs, vpcId: search.vpc })
      : null,
    search.vpc !== undefined && search.who !== undefined && typeof atMs === "number"
      ? whoHeld({ caseId, subject: search.who, atMs })
      : null,
  ]);
  const path = `/cases/${caseId}/ledger`;
  const hrefTo = (changed: Record<string, string | undefined>) => `${path}?${queryOf({ ...search, ip, ...changed })}`;
  const atText = search.at ?? (span ? new Date(span.lastMs).toISOString() : "");
  const vpcIds = (all ?? answer)?.places.flatMap(({ vpcId }) => (vpcId === null ? [] : [vpcId])) ?? [];
  return (
    <Page title="Address ledger">
      <WhoForm
        path={path}
        asked={{ ...search, ip }}
        vpcIds={vpcIds}
        error={atMs === undefined ? "That is not a time such as 2026-02-16 14:02." : null}
      />
      {answer === null ? null : <WhoAnswer caseId={caseId} answer={answer} />}
      <Card
        title="Who held what, when"
        note={`${extentOf(page)}faint where it is taken for granted, hatched where nothing says`}
      >
        <LedgerFilters path={path} shown={{ ...search, ip }} />
        {page.lost ? (
          <p role="status" className="px-3.5 py-2 text-warn">
            The address of this page names no place in the ledger: this is its first page.
          </p>
        ) : null}
        {page.spans.length === 0 ? (
          <EmptyState title="Nothing is known to have been held">
            <p>
              Flow records that name their instance, EC2 descriptions, CloudTrail calls and findings tell who held an
              address; none of the evidence does for what is asked here.
            </p>
          </EmptyState>
        ) : (
          <LedgerTable
            caseId={caseId}
            spans={page.spans}
            isByTime={search.sort === "time"}
            span={span}
            ask={(subject) => `${hrefTo({ who: subject, at: atText, vpc: undefined })}#answer`}
          />
        )}
        {page.cut ? (
          <p className="px-3.5 py-2 text-warn">Some things had more holders than are shown here: ask for one.</p>
        ) : null}
        {page.after === null && search.after === undefined ? null : (
          <p className="flex gap-4 border-line border-t px-3.5 py-2">
            {search.after === undefined ? null : (
              <Link href={hrefTo({ after: undefined })} className="text-flow underline">
                First page
              </Link>
            )}
            {page.after === null ? null : (
              <Link href={hrefTo({ after: page.after })} className="text-flow underline">
                Next page
              </Link>
            )}
          </p>
        )}
      </Card>
    </Page>
  );
}

function extentOf({ subjects, total }: LedgerPageRows): string {
  return subjects === null || total === null ? "" : `${countOf(subjects, "thing")}, ${countOf(total, "holding")}; `;
}

function queryOf(values: Record<string, string | undefined>): string {
  return new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ).toString();
}
