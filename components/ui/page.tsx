import type { ReactNode } from "react";

/** The body of a page: its heading with what belongs beside it, and its panels. */
export function Page({ title, aside, children }: { title: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto w-full max-w-[1760px] min-w-0 px-4 py-4 sm:px-6">
      <div className="mb-3.5 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {aside}
      </div>
      <div className="grid min-w-0 gap-3">{children}</div>
    </main>
  );
}
