import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requirePerson } from "@/app/_guard/require-person";
import { DueCases } from "@/components/retention/due-cases";
import { PurgeRuleForm } from "@/components/retention/purge-rule-form";
import { PurgedCases } from "@/components/retention/purged-cases";
import { Page } from "@/components/ui/page";
import { readRetention } from "@/lib/timeline/life/read-retention";
import { goOnPurgingAction, setPurgeRuleAction } from "./actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Retention" };

export default async function RetentionPage() {
  const person = await requirePerson();
  if (person.role !== "owner") notFound();
  const { rule, due, purged } = await readRetention();
  return (
    <Page title="Retention">
      <PurgeRuleForm rule={{ afterDays: rule.afterDays, warningDays: rule.warningDays }} set={setPurgeRuleAction} />
      {rule.afterDays === null ? null : <DueCases due={due} warningDays={rule.warningDays} />}
      <PurgedCases purged={purged} goOn={goOnPurgingAction} />
    </Page>
  );
}
