import type { Metadata } from "next";
import Link from "next/link";
import { requirePerson } from "@/app/_guard/require-person";
import { single } from "@/app/cases/[caseId]/case-header";
import { openSampleAction } from "@/app/cases/new/actions";
import { CaseSearch } from "@/components/case/case-search";
import { CaseTable } from "@/components/case/case-table";
import { NoCases } from "@/components/case/no-cases";
import { NoMatch } from "@/components/case/no-match";
import { GoingCases } from "@/components/retention/going-cases";
import { buttonLook } from "@/components/ui/button-look";
import { Page } from "@/components/ui/page";
import { listGoingCases } from "@/lib/timeline/life/list-going-cases";
import { CaseCursor, listCaseRows } from "@/lib/timeline/list-case-rows";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Cases" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CasesPage({ searchParams }: Props) {
  const person = await requirePerson();
  const asked = await searchParams;
  const search = (single(asked.q) ?? "").trim();
  const archived = single(asked.state) === "archived";
  const after = CaseCursor.safeParse(single(asked.after));
  const { rows, next } = await listCaseRows(person, {
    ...{ search, archived, after: after.success ? after.data : null },
  });
  const shown: Record<string, string> = archived ? { state: "archived" } : {};
  const older =
    next === null ? null : `/?${new URLSearchParams({ ...shown, ...(search ? { q: search } : {}), after: next })}`;
  const going = await listGoingCases(person);
  if (rows.length === 0 && search === "" && !after.success && !archived && going.length === 0) {
    return (
      <Page title="Cases">
        <NoCases openSample={openSampleAction} />
      </Page>
    );
  }
  return (
    <Page
      title="Cases"
      aside={
        <div className="flex grow flex-wrap items-center gap-2">
          <CaseSearch search={search} archived={archived} />
          <Link href={archived ? "/" : "/?state=archived"} className="text-dim underline hover:text-text">
            {archived ? "Cases at work" : "Archived cases"}
          </Link>
          <div className="grow" />
          <Link href="/cases/new" className={buttonLook("primary")}>
            New case
          </Link>
        </div>
      }
    >
      <GoingCases going={going} />
      {rows.length > 0 ? (
        <CaseTable cases={rows} older={older} />
      ) : archived && search === "" ? (
        <p className="text-dim">No case is archived.</p>
      ) : (
        <NoMatch search={search} />
      )}
    </Page>
  );
}
