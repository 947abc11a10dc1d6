import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { openCaseAction, openSampleAction, readFindingsAction } from "@/app/cases/new/actions";
import { BringInCase } from "@/components/case/bring-in-case";
import { NewCaseForm } from "@/components/case/new-case-form";
import { OpenSample } from "@/components/case/open-sample";
import { Page } from "@/components/ui/page";

export const metadata: Metadata = { title: "New case" };

export default async function NewCasePage() {
  await requirePerson();
  return (
    <Page
      title="New case"
      aside={
        <>
          <div className="grow" />
          <BringInCase />
          <OpenSample open={openSampleAction} />
        </>
      }
    >
      <NewCaseForm open={openCaseAction} read={readFindingsAction} />
    </Page>
  );
}
