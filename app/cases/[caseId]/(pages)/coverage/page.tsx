import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { requirePerson } from "@/app/_guard/require-person";
import { ClocksCard } from "@/components/coverage/clocks-card";
import { CoverageFilters } from "@/components/coverage/coverage-filters";
import { CoverageTable } from "@/components/coverage/coverage-table";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { Span } from "@/components/ui/when";
import { PersonText } from "@/lib/core/person-text";
import { chosenAddress, readCaseAnswers } from "@/lib/timeline/case/read-case-document";
import { readSubjectPlaces } from "@/lib/timeline/coverage/read-subject-places";
import { type SubjectCoverage, subjectCoverage } from "@/lib/timeline/coverage/subject-coverage";
import { caseHeader, single } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const text = PersonText.trim().min(1).max(128).optional().catch(undefined);
const Search = z.object({
  ...{ q: text, ip: text },
  source: z.enum(["vpc-flow", "tgw-flow", "dns", "cloudtrail"]).optional().catch(undefined),
  gaps: z.enum(["only"]).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

const PAGE = 60;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Coverage · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function CoveragePage({ params, searchParams }: Props) {
  await requirePerson();
  const { caseId } = await params;
  const header = await caseHeader(caseId);
  const given = Object.fromEntries(Object.entries(await searchParams).map(([name, value]) => [name, single(value)]));
  const { page, ...shown } = Search.parse(given);
  const document = await readCaseAnswers(header, chosenAddress(header, shown.ip));
  const { from, to } = document.window;
  const window = { fromMs: Date.parse(from ?? ""), toMs: Date.parse(to ?? "") };
  const places = await readSubjectPlaces(caseId, header.case.revision);
  const all = from === null ? [] : subjectCoverage(document.coverage, places, window);
  const fitting = all.filter((row) => fits(row, shown));
  const rows = fitting.slice((page - 1) * PAGE, page * PAGE);
  const path = `/cases/${caseId}/coverage`;
  const hrefTo = (at: number) => `${path}?${queryOf({ ...shown, page: at === 1 ? undefined : String(at) })}`;
  return (
    <Page title="Coverage">
      <ClocksCard rows={document.notAssessed} />
      <Card
        title="What the logs cover"
        note={
          from === null ? undefined : (
            <>
              {countOf(fitting.length, "log")} over the window, <Span {...window} />; quiet minutes that a log vouches
              for are low, what is missing is hatched
            </>
          )
        }
      >
        <CoverageFilters path={path} shown={shown} />
        {rows.length === 0 ? (
          <EmptyState title="No log covers this">
            <p>No log of the evidence, and none that an instance should have had, fits what is asked for.</p>
          </EmptyState>
        ) : (
          <CoverageTable rows={rows} />
        )}
        {fitting.length <= PAGE ? null : (
          <p className="flex gap-4 border-line border-t px-3.5 py-2">
            {page === 1 ? null : (
              <Link href={hrefTo(page - 1)} className="text-flow underline">
                Page before
              </Link>
            )}
            {page * PAGE >= fitting.length ? null : (
              <Link href={hrefTo(page + 1)} className="text-flow underline">
                Next page
              </Link>
            )}
          </p>
        )}
      </Card>
    </Page>
  );
}

function fits(row: SubjectCoverage, { q, source, gaps }: Omit<z.infer<typeof Search>, "page">): boolean {
  const { lengths, notes } = row;
  if (source !== undefined && row.source !== source) return false;
  if (
    gaps !== undefined &&
    !lengths.absent &&
    !lengths.skipped &&
    !lengths["not-fetched"] &&
    !lengths["digest-gap"] &&
    !lengths["digest-mismatch"] &&
    notes.length === 0
  )
    return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  return [row.subject, row.vpcId, row.accountId, row.region, ...row.instanceIds].some((name) =>
    name?.toLowerCase().includes(wanted),
  );
}

function queryOf(values: Record<string, string | undefined>): string {
  return new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ).toString();
}
