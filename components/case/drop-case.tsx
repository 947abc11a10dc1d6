"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import type { CaseActions, ShownCase } from "@/components/case/case-actions";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

/** Deleting a case takes its name, typed: nothing brings it back. */
export function DropCase({
  shown,
  drop,
  onCancel,
}: {
  shown: ShownCase;
  drop: CaseActions["drop"];
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
      const result = await drop({ caseId: shown.id });
      if (result.ok) router.replace("/");
      else setProblem(result.message);
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <p className="break-words text-dim">
        Its evidence, records and answers are removed from this installation, and nothing brings them back. What was
        done in the case stays in the audit trail. Your own log files are not touched.
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
          {busy ? "Deleting…" : "Delete for good"}
        </Button>
      </div>
    </form>
  );
}
