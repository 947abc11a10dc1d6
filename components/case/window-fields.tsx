"use client";

import type { ReadWindow, TypedWindow } from "@/components/case/read-window";
import { useTimes } from "@/components/shell/zone";
import { TextField } from "@/components/ui/field";

/** From and to, in the zone of the page, which is said. */
export function WindowFields({
  typed,
  errors,
  onChange,
}: {
  typed: TypedWindow;
  errors: ReadWindow["errors"];
  onChange: (typed: TypedWindow) => void;
}) {
  const { name } = useTimes();
  const shared = { autoComplete: "off", spellCheck: false, className: "mono" };
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">
        Window <span className="font-normal text-dim">in {name}; what is left empty is open</span>
      </legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          {...shared}
          label="From"
          placeholder="2026-02-16 22:30"
          value={typed.from}
          error={errors.from}
          onChange={({ target }) => onChange({ ...typed, from: target.value })}
        />
        <TextField
          {...shared}
          label="Up to"
          placeholder="2026-02-17 03:30"
          value={typed.to}
          error={errors.to}
          onChange={({ target }) => onChange({ ...typed, to: target.value })}
        />
      </div>
    </fieldset>
  );
}
