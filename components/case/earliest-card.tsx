import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { Card } from "@/components/ui/card";
import { SourceSquare } from "@/components/ui/source-square";
import { When } from "@/components/ui/when";
import type { EventRefV1, EvidenceV1 } from "@/lib/investigate/document.types";

export function EarliestCard({
  earliest,
  evidence,
  caseId,
}: {
  earliest: EventRefV1 | null;
  evidence: readonly EvidenceV1[];
  caseId: string;
}) {
  return (
    <Card title="Earliest indicator" note="the first record of any source that ties the case to the address">
      {earliest === null ? (
        <p className="px-3.5 py-3 text-dim">No record in the evidence names the address.</p>
      ) : (
        <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-3.5 py-3">
          <When at={earliest.time} />
          <span className="flex min-w-0 items-baseline gap-2 break-words">
            <SourceSquare of={earliest.kind} />
            <span className="min-w-0">{earliest.summary}</span>
          </span>
          <EvidenceRef
            caseId={caseId}
            name={evidence.find(({ sha256 }) => sha256 === earliest.evidence.sha256)?.name ?? ""}
            sha256={earliest.evidence.sha256}
            record={earliest.evidence.record}
          />
        </div>
      )}
    </Card>
  );
}
