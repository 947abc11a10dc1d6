import type { ReactNode } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { visibleText } from "@/lib/core/visible-text";

export interface Column {
  name: string;
  /** Numbers: right-aligned, in tabular figures. */
  numeric?: boolean;
  /** Read to screen readers only. */
  hiddenName?: boolean;
}

/** A plain table that scrolls sideways when it must; its cells are `Cell`s, its rows `<tr>`s. */
export function Table({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}) {
  return (
    <ScrollRegion label={label} className="overflow-x-auto">
      <table className="w-full border-collapse">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            {columns.map(({ name, numeric, hiddenName }) => (
              <th
                key={name}
                scope="col"
                className={`h-7 whitespace-nowrap border-line border-b px-2.5 text-faint first:pl-3.5 last:pr-3.5 text-xs ${numeric ? "text-right" : ""}`}
              >
                {hiddenName ? <span className="sr-only">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr:last-child>td]:border-0">{children}</tbody>
      </table>
    </ScrollRegion>
  );
}

/** A cell; text that it is given by itself shows what hides in it. */
export function Cell({
  numeric,
  mono,
  wrap,
  className = "",
  children,
}: {
  numeric?: boolean;
  mono?: boolean;
  wrap?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <td
      className={`h-[30px] border-soft border-b px-2.5 py-1 first:pl-3.5 last:pr-3.5 ${wrap ? "" : "whitespace-nowrap"} ${numeric ? "num" : ""} ${mono ? "mono" : ""} ${className}`}
    >
      {typeof children === "string" ? visibleText(children) : children}
    </td>
  );
}
