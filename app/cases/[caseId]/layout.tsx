import type { ReactNode } from "react";
import { requirePerson } from "@/app/_guard/require-person";
import { citeAction } from "@/app/cases/[caseId]/(pages)/board/actions";
import { addTaskAction } from "@/app/cases/[caseId]/(pages)/tasks/actions";
import {
  addIndicatorAction,
  describeCaseAction,
  holdCaseAction,
  purgeCaseAction,
  removeIndicatorAction,
  setCaseStateAction,
} from "@/app/cases/[caseId]/actions";
import {
  colourAction,
  commentAction,
  deleteCommentAction,
  editCommentAction,
  notePinAction,
  pinAction,
  resolveThreadAction,
  tagAction,
  unpinAction,
  untagAction,
} from "@/app/cases/[caseId]/annotations/actions";
import type { AnnotationActions } from "@/components/annotations/annotation-actions";
import { MarksProvider } from "@/components/annotations/marks";
import type { CaseActions } from "@/components/case/case-actions";
import { CaseBar } from "@/components/case/case-bar";
import { CaseNav } from "@/components/case/case-nav";
import { RightsProvider } from "@/components/case/rights";
import { formatDuration } from "@/components/format/format-time";
import { Breadcrumb } from "@/components/shell/breadcrumb";
import { permissionsOf } from "@/lib/auth/permissions";
import { refuseInState } from "@/lib/cases/case-state";
import { lastChange } from "@/lib/live/read-changes";
import { readMarks } from "@/lib/timeline/annotations/read-marks";
import { countMetInstances } from "@/lib/timeline/case/count-met-instances";
import { caseHeader, caseRole } from "./case-header";

export const dynamic = "force-dynamic";

const ACTIONS: CaseActions = {
  describe: describeCaseAction,
  addIndicator: addIndicatorAction,
  removeIndicator: removeIndicatorAction,
  setState: setCaseStateAction,
  hold: holdCaseAction,
  purge: purgeCaseAction,
};

const ANNOTATE: AnnotationActions = {
  ...{ pin: pinAction, unpin: unpinAction, note: notePinAction, tag: tagAction, untag: untagAction },
  ...{ colour: colourAction, comment: commentAction, edit: editCommentAction, remove: deleteCommentAction },
  ...{ resolve: resolveThreadAction, cite: citeAction, addTask: addTaskAction },
};

export default async function CaseLayout({
  params,
  children,
}: {
  params: Promise<{ caseId: string }>;
  children: ReactNode;
}) {
  const { caseId } = await params;
  const role = await caseRole(caseId);
  const person = await requirePerson();
  // Before anything is read: what changes from here on is told to the page.
  const after = await lastChange(caseId);
  const header = await caseHeader(caseId);
  const { case: shown, flagged, names, addresses, files } = header;
  // What its state does not take is not offered; the bar says why.
  const rights = permissionsOf(role).filter((permission) => refuseInState(shown.state, permission) === null);
  const { dwell } = header.start;
  const [instances, marks] = await Promise.all([countMetInstances(header), readMarks(caseId)]);
  return (
    <div className="lg:flex lg:min-h-[calc(100dvh-48px)]">
      <Breadcrumb
        steps={[
          { name: "Cases", href: "/" },
          { name: shown.title, title: shown.title, href: `/cases/${shown.id}` },
        ]}
      />
      {/* Neither this nor the bar below has a boundary of its own: React would send a large one later, and push the page aside. */}
      <div className="min-h-[45px] border-line border-b bg-panel lg:w-[208px] lg:shrink-0 lg:border-r lg:border-b-0">
        <CaseNav caseId={caseId} files={files} instances={instances} />
      </div>
      <div className="min-w-0 grow">
        <RightsProvider rights={rights}>
          <CaseBar
            shown={{
              ...{ id: shown.id, title: shown.title, state: shown.state, flagged, addresses },
              hold:
                shown.holdReason === null
                  ? null
                  : { reason: shown.holdReason, by: shown.heldBy ?? "", atMs: shown.heldAt?.getTime() ?? 0 },
              windowFromMs: shown.windowFrom?.getTime() ?? null,
              windowToMs: shown.windowTo?.getTime() ?? null,
              dwell: dwell && { length: formatDuration(dwell.seconds * 1000), words: `Dwell time, ${dwell.words}` },
              names: names.map(({ name, answers }) => ({ name, addresses: answers.map(({ ip }) => ip) })),
            }}
            actions={ACTIONS}
            live={{ ownId: person.id, after }}
          />
          <MarksProvider caseId={caseId} personId={person.id} actions={ANNOTATE} marks={marks}>
            {children}
          </MarksProvider>
        </RightsProvider>
      </div>
    </div>
  );
}
