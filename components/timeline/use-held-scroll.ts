"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { ROW_PX } from "@/components/timeline/row-px";
import type { TableRow } from "@/components/timeline/table-rows";

/**
 * Keeps what is in sight where it is while rows come and go above it, and stands at the beginning of a new search. Rows
 * are all of one height, so a line's place follows from its number.
 */
export function useHeldScroll(
  scroller: RefObject<HTMLElement | null>,
  lines: readonly TableRow[],
  startAt: { key: string; index: number },
): void {
  const before = useRef<{ lines: readonly TableRow[]; key: string } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    const known = before.current;
    before.current = { lines, key: startAt.key };
    if (!element) return;
    if (known?.key !== startAt.key) {
      element.scrollTop = startAt.index * ROW_PX;
      return;
    }
    if (known.lines === lines) return;
    const index = Math.floor(element.scrollTop / ROW_PX);
    const held = known.lines[index];
    const now = held ? lines.findIndex((line) => line.id === held.id) : -1;
    if (now >= 0 && now !== index) element.scrollTop += (now - index) * ROW_PX;
  }, [scroller, lines, startAt]);
}
