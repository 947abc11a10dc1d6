import { AcceptedStartLine } from "@/components/case/accepted-start-line";
import { ChooseStart } from "@/components/case/choose-start";
import type { StartActions } from "@/components/case/start-actions";
import { Recorded } from "@/components/coverage/recorded";
import { Card } from "@/components/ui/card";
import type { RecordedBehind } from "@/lib/investigate/recorded-behind";
import type { CaseStart } from "@/lib/investigate/start/read-start";
import type { StartView } from "@/lib/timeline/case/read-start-view";

/** What the case may have begun with: candidates in order, each with its reason and record, and the one that is accepted. */
export function EarliestCard({
  view,
  accepted,
  caseId,
  ip,
  behind,
  actions,
}: {
  view: StartView;
  accepted: CaseStart;
  caseId: string;
  ip: string;
  /** What was recorded at all, should there be none. */
  behind: readonly RecordedBehind[];
  /** Null where nothing may be changed. */
  actions: StartActions | null;
}) {
  return (
    <Card title="Earliest indicator" note="what the case may have begun with, from all evidence: the surest ties first">
      {view.candidates.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">
          No record of the evidence names the address. <Recorded of={behind} />
        </p>
      ) : (
        <ChooseStart
          caseId={caseId}
          ip={ip}
          candidates={view.candidates}
          measuredFrom={view.measuredFrom}
          accepted={accepted.start}
          accept={actions?.accept ?? null}
        />
      )}
      {accepted.start === null ? null : (
        <AcceptedStartLine
          caseId={caseId}
          start={accepted.start}
          dwell={accepted.dwell}
          takeBack={actions?.takeBack ?? null}
        />
      )}
    </Card>
  );
}
