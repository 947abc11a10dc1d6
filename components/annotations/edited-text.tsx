"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useId, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/core/action-result";
import type { EditOutcome, KeptText, TextEdit } from "@/lib/core/merge-text";
import { visibleText } from "@/lib/core/visible-text";

interface Props {
  label: string;
  /** The text as it is kept now: where an edit begins. */
  kept: KeptText;
  save: (edit: TextEdit) => Promise<ActionResult<EditOutcome>>;
  /** Kept, and the page read anew; `merged` where others' words were put into it. */
  onKept: (outcome: EditOutcome) => void;
  onLeave: () => void;
  /** The field, where it is not a plain one. */
  field?: (props: { label: string; value: string; onChange: (value: string) => void; onSend: () => void }) => ReactNode;
}

/**
 * Edits a text that others may edit at the same time: what both wrote is put together where that can be, else the other's text
 * stands beside one's own until the person has decided. Nothing typed is dropped.
 */
export function EditedText({ label, kept, save, onKept, onLeave, field }: Props) {
  const router = useRouter();
  const id = useId();
  const [begun, setBegun] = useState(kept);
  const [text, setText] = useState(kept.text);
  const [theirs, setTheirs] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const send = () => {
    if (busy) return;
    start(async () => {
      const result = await save({ text, base: begun.text, version: begun.version });
      setFailure(result.ok ? null : result.message);
      if (!result.ok) return;
      if (result.value.state === "conflict") {
        setBegun(result.value);
        setTheirs(result.value.text);
        return;
      }
      onKept(result.value);
      router.refresh();
    });
  };
  const props = { label, value: text, onChange: setText, onSend: send };
  return (
    <div className="grid gap-2">
      {theirs === null ? null : (
        <div role="alert" className="grid gap-1.5 rounded-md border border-warn/40 bg-warn/8 p-2.5">
          <p className="font-medium text-warn">Someone else changed the same words meanwhile. Nothing is lost:</p>
          <p className="text-dim text-sm">Theirs, as it is kept now. Yours is below, and not kept yet.</p>
          <div className="whitespace-pre-wrap rounded-md border border-line bg-panel px-2.5 py-1.5 [overflow-wrap:anywhere]">
            {visibleText(theirs, { lines: true })}
          </div>
          <div className="flex flex-wrap gap-2">
            <Button
              onClick={() => {
                setText(`${theirs}\n\n${text}`);
                setTheirs(null);
              }}
            >
              Put both into mine
            </Button>
            <Button tone="quiet" onClick={onLeave}>
              Keep theirs
            </Button>
          </div>
        </div>
      )}
      {field ? (
        field(props)
      ) : (
        <>
          <label htmlFor={id} className="sr-only">
            {label}
          </label>
          <textarea
            id={id}
            rows={3}
            value={text}
            onChange={({ target }) => setText(target.value)}
            className="w-full rounded-md border border-line bg-raise px-2.5 py-1.5 text-base"
          />
        </>
      )}
      {failure === null ? null : (
        <p role="alert" className="text-flag text-sm">
          {failure}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" busy={busy} onClick={send}>
          {busy ? "Saving…" : theirs === null ? "Save" : "Save mine in its place"}
        </Button>
        <Button onClick={onLeave}>Cancel</Button>
      </div>
    </div>
  );
}
