import type { Metadata } from "next";
import { z } from "zod";
import { requirePerson } from "@/app/_guard/require-person";
import { AuditTable } from "@/components/case/audit-table";
import { ChainState } from "@/components/case/chain-state";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { auditIsEnforced } from "@/lib/audit/audit-is-enforced";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { AUDIT_PAGE, listAuditEntries } from "@/lib/timeline/list-audit-entries";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Audit" };

const Search = z.object({
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
});

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await requirePerson();
  const { before } = Search.parse(await searchParams);
  const [entries, chain, enforced] = await Promise.all([
    listAuditEntries(before ?? null),
    verifyAuditChain(),
    auditIsEnforced(),
  ]);
  const last = entries.at(-1);
  return (
    <Page title="Audit">
      <ChainState entries={chain.entries} brokenAt={chain.brokenAt} enforced={enforced} />
      {entries.length === 0 ? (
        <Card>
          <EmptyState title="Nothing was done yet">
            <p>Every change to a case is written down here, with who made it.</p>
          </EmptyState>
        </Card>
      ) : (
        <AuditTable
          entries={entries}
          older={last && entries.length === AUDIT_PAGE ? `/audit?before=${last.id}` : null}
        />
      )}
    </Page>
  );
}
