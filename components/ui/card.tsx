import type { ReactNode } from "react";

/** A panel with a heading; `note` stands beside the heading. */
export function Card({
  id,
  title,
  note,
  children,
  className = "",
}: {
  id?: string;
  title?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section id={id} className={`min-w-0 scroll-mt-28 rounded-lg border border-line bg-panel ${className}`}>
      {title ? (
        <div className="flex flex-wrap items-baseline gap-x-3 border-line border-b px-3.5 py-2">
          <h2 className="font-medium">{title}</h2>
          {note ? <div className="text-dim text-sm">{note}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}
