import type { ReactNode } from "react";

/** A few choices side by side, of which one holds. */
export function Segments({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="flex shrink-0 overflow-hidden rounded-md border border-line">
      <legend className="sr-only">{legend}</legend>
      {children}
    </fieldset>
  );
}

export function Segment({
  name,
  checked,
  title,
  onChoose,
  children,
}: {
  name: string;
  checked: boolean;
  title?: string | undefined;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <label
      title={title}
      className="flex h-6 max-w-36 cursor-pointer items-center truncate border-line border-r px-2 text-dim text-sm -outline-offset-2 last:border-0 has-checked:bg-soft has-checked:font-medium has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-flow"
    >
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onChoose}
        // A choice that opens something can be made again.
        onClick={() => checked && onChoose()}
        className="sr-only"
      />
      {children}
    </label>
  );
}
