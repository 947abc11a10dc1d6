import { type ReactNode, Suspense } from "react";
import {
  addIndicatorAction,
  describeCaseAction,
  dropCaseAction,
  removeIndicatorAction,
  setCaseStateAction,
} from "@/app/cases/[caseId]/actions";
import type { CaseActions } from "@/components/case/case-actions";
import { CaseBar } from "@/components/case/case-bar";
import { CaseNav } from "@/components/case/case-nav";
import { caseHeader } from "./case-header";

export const dynamic = "force-dynamic";

const ACTIONS: CaseActions = {
  describe: describeCaseAction,
  addIndicator: addIndicatorAction,
  removeIndicator: removeIndicatorAction,
  setState: setCaseStateAction,
  drop: dropCaseAction,
};

export default async function CaseLayout({
  params,
  children,
}: {
  params: Promise<{ caseId: string }>;
  children: ReactNode;
}) {
  const { caseId } = await params;
  const { case: shown, flagged, names, addresses, files } = await caseHeader(caseId);
  return (
    <div className="lg:flex">
      <Suspense>
        <CaseNav caseId={caseId} files={files} />
      </Suspense>
      <div className="min-w-0 grow">
        <Suspense>
          <CaseBar
            shown={{
              ...{ id: shown.id, title: shown.title, state: shown.state, flagged, addresses },
              windowFromMs: shown.windowFrom?.getTime() ?? null,
              windowToMs: shown.windowTo?.getTime() ?? null,
              names: names.map(({ name, answers }) => ({ name, addresses: answers.map(({ ip }) => ip) })),
            }}
            actions={ACTIONS}
          />
        </Suspense>
        {children}
      </div>
    </div>
  );
}
