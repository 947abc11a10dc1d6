"use client";

import { useState } from "react";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { DropCase } from "@/components/case/drop-case";
import { EditCase } from "@/components/case/edit-case";
import { May, useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureText } from "@/components/ui/failure-text";

/** What can be done to the case itself. */
export function CaseMenu({ shown, actions }: { shown: ShownCase; actions: CaseActions }) {
  const [open, setOpen] = useState<"edit" | "drop" | null>(null);
  const { run, busy, failure } = useCaseAction();
  const mayDescribe = useMay("case.describe");
  const isClosed = shown.state === "closed";
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <FailureText text={failure} />
      {isClosed || !mayDescribe ? null : (
        <Button aria-label="Edit case" onClick={() => setOpen("edit")}>
          Edit
        </Button>
      )}
      <May to="case.close">
        <Button
          busy={busy}
          onClick={() => run(() => actions.setState({ caseId: shown.id, state: isClosed ? "open" : "closed" }))}
        >
          {isClosed ? "Reopen case" : "Close case"}
        </Button>
      </May>
      <May to="case.drop">
        <Button tone="quiet" aria-label="Delete case" onClick={() => setOpen("drop")}>
          Delete
        </Button>
      </May>
      <Dialog open={open === "edit"} onClose={close} title="Edit case" wide>
        <EditCase shown={shown} actions={actions} onDone={close} />
      </Dialog>
      <Dialog open={open === "drop"} onClose={close} title="Delete this case?">
        <DropCase shown={shown} drop={actions.drop} onCancel={close} />
      </Dialog>
    </div>
  );
}
