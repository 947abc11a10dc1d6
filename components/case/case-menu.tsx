"use client";

import { useState } from "react";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { EditCase } from "@/components/case/edit-case";
import { HoldCase } from "@/components/case/hold-case";
import { PurgeCase } from "@/components/case/purge-case";
import { May, useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { buttonLook } from "@/components/ui/button-look";
import { Dialog } from "@/components/ui/dialog";
import { FailureText } from "@/components/ui/failure-text";

type State = "open" | "closed" | "archived";

/** Where a case can go from here by a button. Into review it goes from the page of its reviews. */
const STEPS: Record<string, { state: State; name: string }[]> = {
  open: [{ state: "closed", name: "Close case" }],
  "in-review": [{ state: "closed", name: "Close case" }],
  closed: [
    { state: "open", name: "Reopen case" },
    { state: "archived", name: "Archive case" },
  ],
  archived: [{ state: "open", name: "Reopen case" }],
};

/** What can be done to the case itself. */
export function CaseMenu({ shown, actions }: { shown: ShownCase; actions: CaseActions }) {
  const [open, setOpen] = useState<"edit" | "hold" | "purge" | null>(null);
  const { run, busy, failure } = useCaseAction();
  const mayDescribe = useMay("case.describe");
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <FailureText text={failure} />
      {mayDescribe ? (
        <Button aria-label="Edit case" onClick={() => setOpen("edit")}>
          Edit
        </Button>
      ) : null}
      <May to="case.close">
        {(STEPS[shown.state] ?? []).map(({ state, name }) => (
          <Button key={state} busy={busy} onClick={() => run(() => actions.setState({ caseId: shown.id, state }))}>
            {name}
          </Button>
        ))}
      </May>
      <May to="case.export">
        <a
          href={`/api/cases/${shown.id}/archive`}
          download
          className={buttonLook("quiet")}
          title="All of the case as one file, for another installation"
        >
          Take out
        </a>
      </May>
      <May to="case.hold">
        <Button tone="quiet" onClick={() => setOpen("hold")}>
          {shown.hold === null ? "Legal hold" : "Lift hold"}
        </Button>
      </May>
      <May to="case.purge">
        <Button tone="quiet" aria-label="Purge case" onClick={() => setOpen("purge")}>
          Purge
        </Button>
      </May>
      <Dialog open={open === "edit"} onClose={close} title="Edit case" wide>
        <EditCase shown={shown} actions={actions} onDone={close} />
      </Dialog>
      <Dialog
        open={open === "hold"}
        onClose={close}
        title={shown.hold === null ? "Hold this case?" : "Lift the legal hold?"}
      >
        <HoldCase shown={shown} hold={actions.hold} onDone={close} />
      </Dialog>
      <Dialog open={open === "purge"} onClose={close} title="Purge this case?">
        <PurgeCase shown={shown} purge={actions.purge} onCancel={close} />
      </Dialog>
    </div>
  );
}
