"use client";

import { type ReactNode, useRef } from "react";
import { useShortcut } from "@/components/shell/use-shortcut";

/** `j` and `k` step through the rows of a table by their links; Enter, the browser's own, opens one. */
export function RowKeys({ of, children }: { of: string; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const step = (by: 1 | -1) => {
    const links = [...(frame.current?.querySelectorAll<HTMLElement>("a[data-row]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const next = at === -1 ? (by === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
    links[next]?.focus();
  };
  useShortcut("j", () => step(1), `Next ${of}`);
  useShortcut("k", () => step(-1), `Previous ${of}`);
  return <div ref={frame}>{children}</div>;
}
