"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useOptimistic, useRef, useTransition } from "react";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface Zoom {
  /** The view that is wanted: at once, while the server is still asked for it. */
  shown: Piece;
  pending: boolean;
  hrefOf: (piece: Piece | null) => string;
  /** Shows another part of the time; null is what a plain URL shows. */
  go: (piece: Piece | null, replace?: boolean) => void;
  /** Back out to the view before; to everything when there was none. */
  back: () => void;
}

const keyOf = (params: URLSearchParams) => `${params.get("from")} ${params.get("to")}`;

/** The view as the URL has it, and ways to change it. What else the URL says stays. */
export function useZoom(view: Piece, all: Piece): Zoom {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const [pending, start] = useTransition();
  const [shown, show] = useOptimistic(view);
  const trail = useRef<{ key: string; view: Piece }[]>([]);
  const hrefOf = useCallback(
    (piece: Piece | null) => {
      const params = new URLSearchParams(search);
      for (const name of ["from", "to", "at"]) params.delete(name);
      if (piece) {
        params.set("from", new Date(piece.fromMs).toISOString());
        params.set("to", new Date(piece.toMs).toISOString());
      }
      return params.size === 0 ? path : `${path}?${params}`;
    },
    [path, search],
  );
  const move = useCallback(
    (piece: Piece | null, how: "push" | "replace") => {
      start(() => {
        if (piece) show(piece);
        router[how](hrefOf(piece), { scroll: false });
      });
    },
    [router, hrefOf, show],
  );
  const go = useCallback(
    (piece: Piece | null, replace = false) => {
      if (!replace) trail.current.push({ key: keyOf(new URLSearchParams(search)), view });
      move(piece, replace ? "replace" : "push");
    },
    [move, search, view],
  );
  const back = useCallback(() => {
    const here = keyOf(new URLSearchParams(search));
    // The browser's own way back may have been taken meanwhile.
    while (trail.current.at(-1)?.key === here) trail.current.pop();
    const before = trail.current.pop();
    if (before) move(before.key === "null null" ? null : before.view, "push");
    else if (view.fromMs > all.fromMs || view.toMs < all.toMs) move(all, "push");
  }, [move, search, view, all]);
  return { shown, pending, hrefOf, go, back };
}
