"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

/** Removing a file takes a reason, which the audit trail keeps. */
export function RemoveEvidence({
  name,
  remove,
  onClose,
}: {
  name: string;
  remove: (reason: string) => Promise<ActionResult<unknown>>;
  onClose: () => void;
}) {
  const router = useRouter();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    start(async () => {
      const result = await remove(reason);
      if (!result.ok) return setProblem(result.message);
      onClose();
      router.refresh();
    });
  };
  return (
    <Dialog open onClose={onClose} title="Remove a file from the case">
      <form onSubmit={submit} className="grid gap-3 whitespace-normal">
        <p className="break-all font-medium">{name}</p>
        <p className="text-dim">
          The case is built again from its other files, as if this one had never been there; that takes about as long as
          loading them did. Its name, SHA-256 and your reason stay in the audit trail.
        </p>
        <TextArea
          label="Why is it removed?"
          rows={3}
          value={reason}
          error={problem}
          onChange={({ target }) => {
            setReason(target.value);
            setProblem(null);
          }}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Keep the file</Button>
          <Button type="submit" tone="danger" busy={busy}>
            {busy ? "Removing…" : "Remove the file"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
