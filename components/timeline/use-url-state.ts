"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** Parameters of the URL to set, or to take away (null). */
export type UrlChange = Record<string, string | null>;

export interface UrlState {
  params: URLSearchParams;
  hrefOf: (change: UrlChange) => string;
  /** Changes the URL alone: the server is not asked for the page again. `push` leaves a way back. */
  change: (change: UrlChange, how?: "push" | "replace") => void;
}

function changed(search: string | URLSearchParams, path: string, change: UrlChange): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params.size === 0 ? path : `${path}?${params}`;
}

/** The search of the URL, where the state of a view lives, and ways to change it. */
export function useUrlState(): UrlState {
  const path = usePathname();
  const params = useSearchParams();
  const hrefOf = useCallback((change: UrlChange) => changed(params.toString(), path, change), [params, path]);
  const change = useCallback(
    (to: UrlChange, how: "push" | "replace" = "push") => {
      // What stands in the address now: several changes may come before the page is drawn again.
      const url = changed(window.location.search, path, to);
      if (how === "push") window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [path],
  );
  return { params, hrefOf, change };
}
