"use client";

import { type FormEvent, useState } from "react";
import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";
import type { ShownDetector } from "@/lib/timeline/detections/read-case-detections";

interface Props {
  caseId: string;
  detector: ShownDetector;
  set: (input: {
    caseId: string;
    detector: string;
    values: Record<string, number> | null;
  }) => Promise<ActionResult<unknown>>;
}

/** A detector's numbers for this case; setting them runs the detectors again. */
export function DetectorSettings({ caseId, detector, set }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <May to="detections.change">
      <Button aria-label={`Parameters of ${detector.title}`} onClick={() => setOpen(true)}>
        {detector.isChanged ? "Changed" : "Parameters"}
      </Button>
      {open ? <SettingsForm {...{ caseId, detector, set }} onClose={() => setOpen(false)} /> : null}
    </May>
  );
}

function SettingsForm({ caseId, detector, set, onClose }: Props & { onClose: () => void }) {
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(detector.parameters.map(({ name, value }) => [name, String(value)])),
  );
  const { run, busy, failure } = useCaseAction();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const values = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, Number(text.trim() || "NaN")]),
    );
    run(() => set({ caseId, detector: detector.id, values }), onClose);
  };
  return (
    <Dialog open onClose={onClose} title={detector.title}>
      <form onSubmit={submit} className="grid gap-3">
        <p className="text-dim">{detector.looksFor}</p>
        {detector.parameters.map(({ name, words, unit, default: usual }) => (
          <TextField
            key={name}
            label={words}
            hint={`${unit}; ${usual} unless changed`}
            inputMode="decimal"
            value={texts[name] ?? ""}
            onChange={({ target }) => setTexts((before) => ({ ...before, [name]: target.value }))}
          />
        ))}
        <FailureText text={failure} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button busy={busy} onClick={() => run(() => set({ caseId, detector: detector.id, values: null }), onClose)}>
            Back to the usual
          </Button>
          <Button type="submit" tone="primary" busy={busy}>
            Set and run again
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
