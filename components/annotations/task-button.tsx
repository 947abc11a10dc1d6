"use client";

import { type FormEvent, useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { useAnnotations } from "@/components/annotations/marks";
import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import { FormEnd } from "@/components/ui/form-end";
import { visibleText } from "@/lib/core/visible-text";
import type { Notes } from "@/lib/timeline/annotations/marks.types";

interface Props {
  thing: Thing;
  people: Notes["people"];
}

/** Writes down what is to be done about a thing. */
export function TaskButton({ thing, people }: Props) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <May to="tasks.change">
      <Button
        aria-label={`Task about ${visibleText(thing.title)}`}
        title="What is to be done about it"
        onClick={() => setOpen(true)}
      >
        Task
      </Button>
      <Dialog open={open} onClose={close} title="Add a task about this">
        <TaskAbout thing={thing} people={people} onDone={close} />
      </Dialog>
    </May>
  );
}

function TaskAbout({ thing, people, onDone }: Props & { onDone: () => void }) {
  const { caseId, actions } = useAnnotations();
  const [title, setTitle] = useState("");
  const [detail, setDetail] = useState("");
  const [ownerId, setOwnerId] = useState("");
  const [tried, setTried] = useState(false);
  const { run, busy, failure } = useCaseAction();
  const isEmpty = title.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || isEmpty) return;
    run(() => actions.addTask({ caseId, title, detail, ownerId: ownerId || null, about: thing }), onDone);
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <p className="text-dim [overflow-wrap:anywhere]">{visibleText(thing.title)}</p>
      <TextField
        label="What is to be done"
        value={title}
        maxLength={300}
        autoComplete="off"
        error={tried && isEmpty ? "Say what is to be done." : null}
        onChange={({ target }) => setTitle(target.value)}
      />
      <TextArea
        label="Detail (optional)"
        rows={3}
        maxLength={10_000}
        value={detail}
        onChange={({ target }) => setDetail(target.value)}
      />
      <SelectField
        label="Owner"
        value={ownerId}
        onChange={({ target }) => setOwnerId(target.value)}
        options={[
          { value: "", words: "Nobody yet" },
          ...people.map(({ id, name }) => ({ value: id, words: visibleText(name) })),
        ]}
      />
      <FormEnd failure={failure} busy={busy} save="Add the task" onCancel={onDone} />
    </form>
  );
}
