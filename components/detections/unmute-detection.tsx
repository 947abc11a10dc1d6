"use client";

import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/core/action-result";

interface Props {
  caseId: string;
  detectionKey: string;
  title: string;
  unmute: (input: { caseId: string; key: string }) => Promise<ActionResult<unknown>>;
}

export function UnmuteDetection({ caseId, detectionKey, title, unmute }: Props) {
  const { run, busy, failure } = useCaseAction();
  return (
    <May to="detections.change">
      {failure === null ? null : (
        <span role="alert" className="text-flag text-sm">
          {failure}
        </span>
      )}
      <Button
        aria-label={`Unmute ${title}`}
        busy={busy}
        onClick={() => run(() => unmute({ caseId, key: detectionKey }))}
      >
        Unmute
      </Button>
    </May>
  );
}
