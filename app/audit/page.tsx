import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { AuditFilters } from "@/components/case/audit-filters";
import { AuditTable } from "@/components/case/audit-table";
import { CaseOrigin } from "@/components/case/case-origin";
import { ChainState } from "@/components/case/chain-state";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { AUDIT_WORDS } from "@/lib/audit/audit-action";
import { auditIsEnforced } from "@/lib/audit/audit-is-enforced";
import { checkAuditChain } from "@/lib/audit/check-chain";
import { AuditSearch } from "@/lib/timeline/audit-search";
import { findCaseOrigin } from "@/lib/timeline/life/find-case-origin";
import { listAuditActors, listAuditEntries } from "@/lib/timeline/list-audit-entries";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const person = await requirePerson();
  const { before, verify, ...shown } = AuditSearch.parse(await searchParams);
  const [page, actors, chain, enforced, origin] = await Promise.all([
    listAuditEntries(person, { actor: shown.actor, action: shown.action, caseId: shown.case }, before ?? null),
    listAuditActors(person),
    checkAuditChain({ whole: verify === "all" }),
    auditIsEnforced(),
    findCaseOrigin(person, shown.case),
  ]);
  const older = page.before === null ? null : `/audit?${queryOf({ ...shown, before: page.before })}`;
  return (
    <Page title="Audit">
      <div className="grid gap-3 xl:grid-cols-[1fr_auto]">
        <ChainState chain={chain} enforced={enforced} shown={shown} />
        <AuditFilters shown={shown} actors={actors} actions={ACTIONS} caseTitle={page.entries[0]?.caseTitle ?? null} />
      </div>
      <CaseOrigin caseId={shown.case ?? ""} origin={origin} />
      {page.entries.length === 0 ? (
        <Card>
          <EmptyState title="No such entry">
            <p>Every change is written down here, with who made it. Nothing fits what was asked for.</p>
          </EmptyState>
        </Card>
      ) : (
        <AuditTable
          entries={page.entries}
          first={before === undefined ? null : `/audit?${queryOf(shown)}`}
          older={older}
          exports={FORMATS.map(({ format, words }) => ({ words, href: `/api/audit/${format}?${queryOf(shown)}` }))}
          onlyCase={(caseId) => `/audit?${queryOf({ ...shown, case: caseId })}`}
        />
      )}
    </Page>
  );
}

const ACTIONS = Object.entries(AUDIT_WORDS).map(([action, words]) => ({ action, words }));

const FORMATS = [
  { format: "csv", words: "CSV" },
  { format: "jsonl", words: "JSON Lines, with hashes" },
];

function queryOf(values: Record<string, string | undefined>): string {
  return new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ).toString();
}
