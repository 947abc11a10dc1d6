"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

/** Purging a case takes its name, typed: nothing brings it back. */
export function PurgeCase({
  shown,
  purge,
  onCancel,
}: {
  shown: ShownCase;
  purge: CaseActions["purge"];
  onCancel: () => void;
}) {
  const router = useRouter();
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (typed.trim() !== shown.title) {
      setProblem("This is not the name of the case.");
      return;
    }
    start(async () => {
      const result = await purge({ caseId: shown.id, title: typed });
      if (result.ok) router.replace("/");
      else setProblem(result.message);
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <p className="break-words text-dim">
        Its evidence, records, notes, reports and answers are removed from this installation, and nothing brings them
        back. Of the audit trail only who did what kind of thing when is left, and how much was removed. Your own log
        files are not touched, nor is what was exported or backed up.
      </p>
      <TextField
        label={
          <>
            Type its name: <span className="select-all break-words font-normal text-dim">{shown.title}</span>
          </>
        }
        value={typed}
        autoComplete="off"
        error={problem}
        onChange={({ target }) => {
          setTyped(target.value);
          setProblem(null);
        }}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Keep the case</Button>
        <Button type="submit" tone="danger" busy={busy}>
          {busy ? "Asking…" : "Purge for good"}
        </Button>
      </div>
    </form>
  );
}
