"use client";

import type { TypedMoment } from "@/components/case/use-typed-moment";
import { useTimes } from "@/components/shell/zone";
import { TextField } from "@/components/ui/field";

/** A moment, typed in the zone of the page, which is said. */
export function MomentField({ label, hint, moment }: { label: string; hint?: string; moment: TypedMoment }) {
  const { name } = useTimes();
  return (
    <TextField
      label={
        <>
          {label} <span className="font-normal text-dim">in {name}</span>
        </>
      }
      hint={hint}
      error={moment.error}
      value={moment.typed}
      placeholder="2026-02-16 22:30"
      autoComplete="off"
      spellCheck={false}
      className="mono"
      onChange={({ target }) => moment.type(target.value)}
    />
  );
}
