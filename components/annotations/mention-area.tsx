"use client";

import { type KeyboardEvent, type Ref, useId, useRef, useState } from "react";
import { handlesOf, type Mentionable } from "@/lib/core/mentions";
import { visibleText } from "@/lib/core/visible-text";

const MOST_SHOWN = 6;

interface Props {
  label: string;
  value: string;
  people: readonly Mentionable[];
  onChange: (value: string) => void;
  /** Ctrl and Enter. */
  onSend: () => void;
  ref?: Ref<HTMLTextAreaElement>;
  rows?: number;
}

/** A text in which people are named: after an @ those on the case are offered, to be chosen by arrows and Enter. */
export function MentionArea({ label, value, people, onChange, onSend, ref, rows = 3 }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<{ from: number; text: string } | null>(null);
  const [chosen, setChosen] = useState(0);
  const caret = useRef<number | null>(null);
  const offered = typed === null ? [] : offer(typed.text, people);
  const look = (area: HTMLTextAreaElement) => {
    const before = area.value.slice(0, area.selectionStart);
    const [, text] = /(?:^|[^\p{L}\p{N}_@.])@([^\n@]{0,60})$/u.exec(before) ?? [];
    setTyped(text === undefined ? null : { from: before.length - text.length, text });
    setChosen(0);
  };
  const take = (handle: string) => {
    if (typed === null) return;
    const end = typed.from + typed.text.length;
    caret.current = typed.from + handle.length + 1;
    onChange(`${value.slice(0, typed.from)}${handle} ${value.slice(end)}`);
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
      return;
    }
    const one = offered[chosen];
    if (one === undefined) return;
    if (event.key === "ArrowDown") setChosen((chosen + 1) % offered.length);
    else if (event.key === "ArrowUp") setChosen((chosen + offered.length - 1) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") take(one.handle);
    else if (event.key === "Escape") setTyped(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <textarea
        ref={(area) => {
          if (area && caret.current !== null) {
            area.setSelectionRange(caret.current, caret.current);
            caret.current = null;
          }
          if (typeof ref === "function") ref(area);
          else if (ref) ref.current = area;
        }}
        id={id}
        rows={rows}
        value={value}
        placeholder={label}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? `${id}-people` : undefined}
        aria-activedescendant={offered.length > 0 ? `${id}-${chosen}` : undefined}
        onChange={({ target }) => {
          onChange(target.value);
          look(target);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setTyped(null)}
        className="w-full rounded-md border border-line bg-raise px-2.5 py-1.5 text-base"
      />
      {offered.length === 0 ? null : (
        <div
          id={`${id}-people`}
          role="listbox"
          aria-label="People on the case"
          className="rounded-md border border-line"
        >
          {offered.map(({ id: userId, name, handle, email }, at) => (
            // The text keeps the focus, and its keys choose.
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div
              key={userId}
              id={`${id}-${at}`}
              role="option"
              aria-selected={at === chosen}
              onPointerDown={(event) => {
                event.preventDefault();
                take(handle);
              }}
              className={`cursor-pointer px-2.5 py-1 [overflow-wrap:anywhere] ${at === chosen ? "bg-soft" : ""}`}
            >
              {visibleText(name)} <span className="text-dim text-sm">{visibleText(email)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function offer(text: string, people: readonly Mentionable[]) {
  const begun = text.toLowerCase();
  return handlesOf(people)
    .filter(({ name, email }) => name.toLowerCase().startsWith(begun) || email.toLowerCase().startsWith(begun))
    .slice(0, MOST_SHOWN);
}
