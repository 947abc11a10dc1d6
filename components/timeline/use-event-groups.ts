"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { askEvents, type EventsOf } from "@/components/timeline/ask-events";
import type { EventRow, GroupRows } from "@/lib/timeline/events/event.types";

export interface OpenGroup {
  rows: readonly EventRow[];
  next: string | null;
  state: "reading" | "ready" | "failed";
}

export interface EventGroups {
  open: ReadonlyMap<string, OpenGroup>;
  toggle: (place: string) => void;
  /** Reads the next records of an open group. */
  readOn: (place: string) => void;
}

const NONE: ReadonlyMap<string, OpenGroup> = new Map();

/** Which groups stand open, with the records read of each; all closed when the search is another. */
export function useEventGroups({ caseId, instanceId, ip }: EventsOf, params: URLSearchParams): EventGroups {
  const [open, setOpen] = useState<ReadonlyMap<string, OpenGroup>>(NONE);
  const search = params.toString();
  const key = new URLSearchParams(search);
  for (const name of ["open", "at", "zone"]) key.delete(name);
  const searchKey = key.toString();
  const current = useRef(searchKey);
  useEffect(() => {
    if (current.current === searchKey) return;
    current.current = searchKey;
    setOpen(NONE);
  }, [searchKey]);

  const read = useCallback(
    async (place: string, known: readonly EventRow[], after: string | null) => {
      const put = (group: OpenGroup) =>
        setOpen((all) => (all.has(place) && current.current === searchKey ? new Map(all).set(place, group) : all));
      try {
        const more: Record<string, string> = after === null ? { first: place } : { first: place, after };
        const found = await askEvents<GroupRows>(
          { caseId, instanceId, ip },
          "/groups",
          new URLSearchParams(searchKey),
          more,
        );
        put({ rows: [...known, ...found.rows], next: found.next, state: "ready" });
      } catch {
        put({ rows: known, next: after, state: "failed" });
      }
    },
    [caseId, instanceId, ip, searchKey],
  );
  const toggle = useCallback(
    (place: string) => {
      if (open.has(place)) {
        setOpen((all) => new Map([...all].filter(([other]) => other !== place)));
        return;
      }
      setOpen((all) => new Map(all).set(place, { rows: [], next: null, state: "reading" }));
      void read(place, [], null);
    },
    [open, read],
  );
  const readOn = useCallback(
    (place: string) => {
      const group = open.get(place);
      if (!group || group.state === "reading") return;
      setOpen((all) => new Map(all).set(place, { ...group, state: "reading" }));
      void read(place, group.rows, group.next);
    },
    [open, read],
  );
  return { open, toggle, readOn };
}
