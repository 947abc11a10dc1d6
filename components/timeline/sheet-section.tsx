import type { ReactNode } from "react";

export function SheetSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-line border-b px-4 py-3">
      <h3 className="mb-2 font-medium text-faint text-xs">{title}</h3>
      {children}
    </section>
  );
}
