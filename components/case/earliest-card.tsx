import { AcceptStart } from "@/components/case/accept-start";
import { Recorded } from "@/components/coverage/recorded";
import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { Card } from "@/components/ui/card";
import { SourceSquare } from "@/components/ui/source-square";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";
import type { EventRefV1, EvidenceV1 } from "@/lib/investigate/document.types";
import type { RecordedBehind } from "@/lib/investigate/recorded-behind";

export function EarliestCard({
  earliest,
  evidence,
  caseId,
  start,
  behind,
}: {
  earliest: EventRefV1 | null;
  evidence: readonly EvidenceV1[];
  caseId: string;
  /** What was recorded at all, should there be none. */
  behind: readonly RecordedBehind[];
  /** How the case's window stands to it, and the way to let it begin there; null where nothing may be changed. */
  start: {
    ip: string;
    windowFrom: Date | null;
    accept: (input: { caseId: string; ip: string; at: string }) => Promise<ActionResult<void>>;
  } | null;
}) {
  return (
    <Card
      title="Earliest indicator"
      note="the first record of any source in the window that ties the case to the address"
    >
      {earliest === null ? (
        <p className="px-3.5 py-3 text-dim">
          No record of the window names the address. <Recorded of={behind} />
        </p>
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3.5 py-3">
          <When at={earliest.time} />
          <span className="flex min-w-0 items-baseline gap-2 break-words">
            <SourceSquare of={earliest.kind} />
            <span className="min-w-0">{visibleText(earliest.summary)}</span>
          </span>
          <EvidenceRef
            caseId={caseId}
            name={evidence.find(({ sha256 }) => sha256 === earliest.evidence.sha256)?.name ?? ""}
            sha256={earliest.evidence.sha256}
            record={earliest.evidence.record}
            most={24}
          />
          <span className="grow" />
          {start === null ? null : start.windowFrom?.getTime() === Date.parse(earliest.time) ? (
            <span className="text-ok">The window starts here.</span>
          ) : (
            <AcceptStart caseId={caseId} ip={start.ip} at={earliest.time} accept={start.accept} />
          )}
        </div>
      )}
    </Card>
  );
}
