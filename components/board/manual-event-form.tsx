"use client";

import { type FormEvent, useState } from "react";
import type { BoardActions } from "@/components/board/board-actions";
import { MomentField } from "@/components/case/moment-field";
import { useCaseAction } from "@/components/case/use-case-action";
import { useTypedMoment } from "@/components/case/use-typed-moment";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { TextArea, TextField } from "@/components/ui/field";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";

interface Props {
  caseId: string;
  /** Null for one that is not entered yet. */
  event: ManualEventRow | null;
  /** The instance that it is entered at. */
  instanceId?: string;
  actions: Pick<BoardActions, "addManual" | "editManual" | "removeManual">;
  onDone: () => void;
}

const NO_TIME = "Give a time.";

/** What no log tells: when it happened, when people came to know of it, and who says so. */
export function ManualEventForm({ caseId, event, instanceId = "", actions, onDone }: Props) {
  const at = useTypedMoment(event ? Date.parse(event.at) : null);
  const known = useTypedMoment(event ? Date.parse(event.knownAt) : null);
  const [title, setTitle] = useState(event?.title ?? "");
  const [detail, setDetail] = useState(event?.detail ?? "");
  const [source, setSource] = useState(event?.source ?? "");
  const [instance, setInstance] = useState(event?.instanceId ?? instanceId);
  const [tried, setTried] = useState(false);
  const { run, busy, failure } = useCaseAction();
  const missing = (text: string, words: string) => (tried && text.trim() === "" ? words : null);
  const timed = (moment: typeof at) => ({ ...moment, error: moment.error ?? missing(moment.typed, NO_TIME) });
  const submit = (pressed: FormEvent) => {
    pressed.preventDefault();
    setTried(true);
    if (busy || at.ms === null || known.ms === null || title.trim() === "" || source.trim() === "") return;
    const fields = {
      ...{ caseId, at: new Date(at.ms).toISOString(), knownAt: new Date(known.ms).toISOString() },
      ...{ title, detail, source, instanceId: instance.trim() === "" ? null : instance.trim() },
    };
    run(
      () =>
        event === null
          ? actions.addManual(fields)
          : actions.editManual({ ...fields, eventId: event.id, version: event.version }),
      onDone,
    );
  };
  return (
    <form noValidate onSubmit={submit} className="grid gap-3">
      <TextField
        label="What happened"
        value={title}
        maxLength={300}
        autoComplete="off"
        error={missing(title, "Say what happened.")}
        onChange={({ target }) => setTitle(target.value)}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <MomentField label="It happened" moment={timed(at)} />
        <MomentField label="We knew" moment={timed(known)} />
      </div>
      <TextField
        label="Who or what says so"
        hint="A person, a ticket, a log that is not loaded"
        value={source}
        maxLength={300}
        autoComplete="off"
        error={missing(source, "Say who or what says so.")}
        onChange={({ target }) => setSource(target.value)}
      />
      <TextField
        label="Instance (optional)"
        value={instance}
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
        className="mono"
        placeholder="i-0123456789abcdef0"
        onChange={({ target }) => setInstance(target.value)}
      />
      <TextArea
        label="Detail (optional)"
        rows={3}
        maxLength={10_000}
        value={detail}
        onChange={({ target }) => setDetail(target.value)}
      />
      <FailureText text={failure} />
      <div className="flex flex-wrap justify-end gap-2">
        {event === null ? null : (
          <Button
            tone="danger"
            busy={busy}
            onClick={() => run(() => actions.removeManual({ caseId, eventId: event.id }), onDone)}
          >
            Remove
          </Button>
        )}
        <span className="grow" />
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" tone="primary" busy={busy}>
          {event === null ? "Enter the event" : "Save"}
        </Button>
      </div>
    </form>
  );
}
