import type { ReactNode } from "react";

/** What a page says when there is nothing to show, and what to do next. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-xl px-6 py-16 text-center">
      <h2 className="font-semibold text-lg">{title}</h2>
      <div className="mt-2 space-y-3 text-dim">{children}</div>
    </div>
  );
}

/** A command to type, as text that can be selected whole. */
export function Command({ children }: { children: string }) {
  return (
    <code className="mono block select-all whitespace-pre-wrap break-words rounded-md border border-line bg-raise px-3 py-2 text-left text-text">
      {children}
    </code>
  );
}
