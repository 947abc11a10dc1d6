"use client";

import { type FormEvent, useId, useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { useAnnotations, useMark } from "@/components/annotations/marks";
import { useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { visibleText } from "@/lib/core/visible-text";

/** The tags of a thing, and a field for one more, which offers those that the case has. */
export function TagList({ thing, known }: { thing: Thing; known: readonly string[] }) {
  const { caseId, actions } = useAnnotations();
  const tags = useMark(thing.subject)?.tags ?? [];
  const may = useMay("marks.change");
  const { run, busy, failure } = useCaseAction();
  const [tag, setTag] = useState("");
  const id = useId();
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && tag.trim() !== "")
      run(
        () => actions.tag({ caseId, ...thing, tag }),
        () => setTag(""),
      );
  };
  if (!may && tags.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <ul aria-label="Tags" className="contents">
        {tags.map((one) => (
          <li
            key={one}
            className="inline-flex min-h-6 items-center gap-1 rounded-[12px] border border-line px-2 text-xs [overflow-wrap:anywhere]"
          >
            {visibleText(one)}
            {may ? (
              <button
                type="button"
                aria-label={`Take away the tag ${visibleText(one)}`}
                className="size-6 -mr-2 text-dim hover:text-text"
                onClick={() => run(() => actions.untag({ caseId, subject: thing.subject, tag: one }))}
              >
                <Glyph of="close" />
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <form onSubmit={add} className="flex gap-1.5">
          <input
            aria-label="Tag"
            placeholder="Tag"
            list={id}
            maxLength={50}
            value={tag}
            onChange={({ target }) => setTag(target.value)}
            className="h-7 w-28 rounded-md border border-line bg-raise px-2"
          />
          <datalist id={id}>
            {known.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
          <Button type="submit" busy={busy}>
            Add
          </Button>
        </form>
      ) : null}
      {failure === null ? null : (
        <p role="alert" className="text-flag text-sm">
          {failure}
        </p>
      )}
    </div>
  );
}
