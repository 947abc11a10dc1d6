"use client";

import { useCaseAction } from "@/components/case/use-case-action";
import { countOf } from "@/components/format/format-count";
import type { TaskActions } from "@/components/tasks/task-actions";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { EC2_PLAN } from "@/lib/core/ec2-plan";

interface Props {
  caseId: string;
  titles: readonly string[];
  add: TaskActions["addPlan"];
  onDone: () => void;
}

/** What a plan would add, before it does. */
export function TaskPlan({ caseId, titles, add, onDone }: Props) {
  const { run, busy, failure } = useCaseAction();
  const missing = EC2_PLAN.filter(({ title }) => !titles.includes(title));
  return (
    <div className="grid gap-3">
      <p className="text-dim">
        {missing.length === 0
          ? "The case has all of these tasks already."
          : "Each becomes a task of this case, for nobody and without a due time; change, give or drop them as the case asks for."}
      </p>
      <ScrollRegion label="Tasks of the plan" className="max-h-[50vh] overflow-y-auto">
        <ol className="grid list-inside list-decimal gap-1.5">
          {missing.map(({ title, detail }) => (
            <li key={title} className="marker:text-faint">
              <span className="font-medium">{title}</span>
              <p className="text-dim text-sm">{detail}</p>
            </li>
          ))}
        </ol>
      </ScrollRegion>
      <FailureText text={failure} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        {missing.length === 0 ? null : (
          <Button tone="primary" busy={busy} onClick={() => run(() => add({ caseId }), onDone)}>
            Add {countOf(missing.length, "task")}
          </Button>
        )}
      </div>
    </div>
  );
}
