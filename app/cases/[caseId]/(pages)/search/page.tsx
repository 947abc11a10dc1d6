import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { CaseSearch } from "@/components/search/case-search";
import { Page } from "@/components/ui/page";
import { removeSearchAction, renameSearchAction, saveSearchAction } from "../../actions";
import { caseHeader } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Search · ${(await caseHeader((await params).caseId)).case.title}` };
}

/** Everything with an address, a name, a key: a search over all instances and sources. */
export default async function SearchPage({ params }: Props) {
  await requirePerson();
  const header = await caseHeader((await params).caseId);
  return (
    <Page title="Search">
      <CaseSearch
        caseId={header.case.id}
        ip={header.addresses[0] ?? null}
        actions={{ save: saveSearchAction, rename: renameSearchAction, remove: removeSearchAction }}
      />
    </Page>
  );
}
