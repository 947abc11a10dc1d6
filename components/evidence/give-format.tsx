"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextArea } from "@/components/ui/field";
import type { ActionResult } from "@/lib/core/action-result";

const COLUMNS = ["version", "account-id", "interface-id", "srcaddr", "dstaddr"];
const EXAMPLE = `${COLUMNS.map((name) => `$\{${name}}`).join(" ")} …`;

/** A flow log without a header is read once its columns are named; the other files that need theirs may have the same. */
export function GiveFormat({
  name,
  give,
  onClose,
}: {
  name: string;
  give: (given: { format: string; all: boolean }) => Promise<ActionResult<unknown>>;
  onClose: () => void;
}) {
  const router = useRouter();
  const [format, setFormat] = useState("");
  const [all, setAll] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    start(async () => {
      const result = await give({ format, all });
      if (!result.ok) return setProblem(result.message);
      onClose();
      router.refresh();
    });
  };
  return (
    <Dialog open onClose={onClose} title="Give the format of a flow log">
      <form onSubmit={submit} className="grid gap-3 whitespace-normal">
        <p className="break-all font-medium">{name}</p>
        <p className="text-dim">
          Its lines have no header that names their columns. AWS shows the format with the flow log, and
          describe-flow-logs prints it as LogFormat. The file is read again as soon as it is given.
        </p>
        <TextArea
          label="Format"
          rows={4}
          spellCheck={false}
          placeholder={EXAMPLE}
          value={format}
          error={problem}
          onChange={({ target }) => {
            setFormat(target.value);
            setProblem(null);
          }}
        />
        <label className="flex items-center gap-2">
          <input type="checkbox" checked={all} onChange={({ target }) => setAll(target.checked)} className="size-4" />
          Also for the other files of this case that need a format
        </label>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it unread</Button>
          <Button type="submit" tone="primary" busy={busy}>
            {busy ? "Giving…" : "Read it again"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
