"use client";

import { type FormEvent, useState } from "react";
import { MomentField } from "@/components/case/moment-field";
import { useCaseAction } from "@/components/case/use-case-action";
import { useTypedMoment } from "@/components/case/use-typed-moment";
import { useTimes } from "@/components/shell/zone";
import type { TaskActions, TaskOwner } from "@/components/tasks/task-actions";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { SelectField, TextArea, TextField } from "@/components/ui/field";
import type { TaskRow } from "@/lib/timeline/board/task.types";

const NOBODY = { value: "", words: "Nobody yet" };

interface Props {
  caseId: string;
  /** Null for one that is not written down yet. */
  task: TaskRow | null;
  owners: readonly TaskOwner[];
  actions: TaskActions;
  onDone: () => void;
}

/** What is to be done, by whom and by when; of a task that is there, its words and when it is due. */
export function TaskForm({ caseId, task, owners, actions, onDone }: Props) {
  const [title, setTitle] = useState(task?.title ?? "");
  const [detail, setDetail] = useState(task?.detail ?? "");
  const [ownerId, setOwnerId] = useState("");
  const [tried, setTried] = useState(false);
  const moment = useTypedMoment(task?.due ? Date.parse(task.due.at) : null);
  const { zone } = useTimes();
  const { run, busy, failure } = useCaseAction();
  const titleError = tried && title.trim() === "" ? "Say what is to be done." : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (busy || title.trim() === "" || moment.error !== null) return;
    const at = moment.ms === null ? null : new Date(moment.ms).toISOString();
    // A time that nobody touched stays as it was agreed on, zone and all.
    const due = at === null ? null : at === task?.due?.at ? task.due : { at, zone };
    run(
      () =>
        task === null
          ? actions.add({ caseId, title, detail, due, ownerId: ownerId === "" ? null : ownerId })
          : actions.edit({ caseId, taskId: task.id, version: task.version, title, detail, due }),
      onDone,
    );
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <TextField
        label="What is to be done"
        value={title}
        maxLength={300}
        autoComplete="off"
        error={titleError}
        onChange={({ target }) => setTitle(target.value)}
      />
      <TextArea
        label="Detail (optional)"
        rows={4}
        maxLength={10_000}
        value={detail}
        onChange={({ target }) => setDetail(target.value)}
      />
      <MomentField label="Due (optional)" moment={moment} />
      {task === null ? (
        <SelectField
          label="Owner"
          value={ownerId}
          onChange={({ target }) => setOwnerId(target.value)}
          options={[NOBODY, ...owners.map(({ id, name }) => ({ value: id, words: name }))]}
        />
      ) : null}
      <FailureText text={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        {task === null ? null : (
          <Button
            tone="danger"
            busy={busy}
            onClick={() => run(() => actions.remove({ caseId, taskId: task.id }), onDone)}
          >
            Remove
          </Button>
        )}
        <span className="grow" />
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {task === null ? "Add the task" : "Save"}
        </Button>
      </div>
    </form>
  );
}
