"use client";

import { useState } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { type PlaceFault, PlaceFaults } from "@/components/findings/place-faults";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { SelectField } from "@/components/ui/field";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";

type Service = "guardduty" | "security-hub";

interface Props {
  connectionId: string;
  service: Service;
  watch: {
    leastSeverity: number;
    actor: string;
    sinceMs: number;
    checkedMs: number | null;
    failures: readonly PlaceFault[];
  } | null;
  begin: (input: { connectionId: string; service: Service; leastSeverity: number }) => Promise<ActionResult<unknown>>;
  end: (input: { connectionId: string; service: Service }) => Promise<ActionResult<unknown>>;
}

const LEVELS = [
  { value: "7", words: "high and above" },
  { value: "9", words: "critical" },
  { value: "4", words: "medium and above" },
  { value: "1", words: "any" },
];

/** Lets an owner have new findings open cases by themselves, and says how that stands. */
export function FindingWatch({ connectionId, service, watch, begin, end }: Props) {
  const [level, setLevel] = useState("7");
  const { run, busy, failure } = useCaseAction();
  const name = service === "guardduty" ? "GuardDuty" : "Security Hub";
  return (
    <Card title="New findings" note="each opens a case of the owners, with its fetch planned and nothing fetched">
      <div className="flex flex-wrap items-end gap-3 px-3.5 py-3">
        {watch === null ? (
          <>
            <SelectField
              label="Watch for severity"
              value={level}
              options={LEVELS}
              onChange={({ target }) => setLevel(target.value)}
            />
            <Button
              busy={busy}
              onClick={() => run(() => begin({ connectionId, service, leastSeverity: Number(level) }))}
            >
              Watch {name}
            </Button>
          </>
        ) : (
          <>
            <p className="grow">
              {name} is watched for findings of severity {watch.leastSeverity} and above since{" "}
              <When at={watch.sinceMs} />, by {watch.actor};{" "}
              {watch.checkedMs === null ? (
                "it was not asked yet."
              ) : (
                <>
                  asked last <When at={watch.checkedMs} />.
                </>
              )}
            </p>
            <Button busy={busy} onClick={() => run(() => end({ connectionId, service }))}>
              End the watch
            </Button>
          </>
        )}
      </div>
      {watch === null || watch.failures.length === 0 ? null : (
        <ul className="grid list-disc gap-1 pr-3.5 pb-3 pl-8 text-flag">
          <PlaceFaults faults={watch.failures} />
        </ul>
      )}
      <FailureText text={failure} className="px-3.5 pb-3" />
    </Card>
  );
}
