"use client";

import { type FormEvent, useState } from "react";
import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

interface Props {
  caseId: string;
  detectionKey: string;
  /** Of what, for who hears the button and does not see its row. */
  title: string;
  mute: (input: { caseId: string; key: string; reason: string }) => Promise<ActionResult<unknown>>;
}

/** Takes a detection out of sight, with the reason that others will read. */
export function MuteDetection({ caseId, detectionKey, title, mute }: Props) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { run, busy, failure, forget } = useCaseAction();
  const close = () => {
    setOpen(false);
    forget();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) run(() => mute({ caseId, key: detectionKey, reason }), close);
  };
  return (
    <>
      <May to="detections.change">
        <Button aria-label={`Mute ${title}`} onClick={() => setOpen(true)}>
          Mute
        </Button>
      </May>
      <Dialog open={open} onClose={close} title="Mute a detection">
        <form onSubmit={submit} className="grid gap-3">
          <p className="text-dim">
            {title}. It stays listed under Muted with your name and reason, and reports say so too. It can be taken
            back.
          </p>
          <TextArea
            label="Why it is no concern"
            rows={3}
            maxLength={500}
            value={reason}
            error={failure}
            onChange={({ target }) => setReason(target.value)}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Leave it</Button>
            <Button type="submit" tone="primary" busy={busy}>
              {busy ? "Muting…" : "Mute it"}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
