"use client";

import type { StartActions } from "@/components/case/start-actions";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { DwellWords } from "@/components/ui/dwell-words";
import { FailureText } from "@/components/ui/failure-text";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { AcceptedStart, Dwell } from "@/lib/investigate/start/start.types";
import { startName } from "@/lib/investigate/start/start-words";

/** The start that was accepted, by whom and why, the dwell time that follows, and the way back. */
export function AcceptedStartLine({
  caseId,
  start,
  dwell,
  takeBack,
}: {
  caseId: string;
  start: AcceptedStart;
  dwell: Dwell | null;
  takeBack: StartActions["takeBack"] | null;
}) {
  const { run, busy, failure } = useCaseAction();
  return (
    <div className="grid gap-1 border-line border-t px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <p>
          <span className="font-medium">Accepted start</span> <When at={start.at} />, {startName(start.reason)}
          <span className="text-dim">
            {" "}
            · by {visibleText(start.actor)} <When at={start.acceptedAt} />
            {start.why === "" ? null : <>: “{visibleText(start.why)}”</>}
          </span>
        </p>
        <span className="grow" />
        {takeBack === null ? null : (
          <Button busy={busy} onClick={() => run(() => takeBack({ caseId }))}>
            Take the start back
          </Button>
        )}
      </div>
      <p>
        {dwell === null ? (
          <span className="text-dim">
            No dwell time: the evidence has no finding about the address that was made after the start, and the window
            has no end.
          </span>
        ) : (
          <DwellWords dwell={dwell} />
        )}
      </p>
      <FailureText text={failure} />
    </div>
  );
}
