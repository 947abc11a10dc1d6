import { requirePerson } from "@/app/_guard/require-person";
import { CaseTable } from "@/components/case/case-table";
import { NoCases } from "@/components/case/no-cases";
import { Page } from "@/components/ui/page";
import { listCaseRows } from "@/lib/timeline/list-case-rows";

export const dynamic = "force-dynamic";

export default async function CasesPage() {
  await requirePerson();
  const cases = await listCaseRows();
  return <Page title="Cases">{cases.length === 0 ? <NoCases /> : <CaseTable cases={cases} />}</Page>;
}
