"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { concerns } from "@/components/live/concerns";
import { FeedClient } from "@/components/live/feed-client";
import { Here } from "@/components/live/here";
import { LiveLine } from "@/components/live/live-line";
import { useRefresh } from "@/components/live/use-refresh";
import type { FeedChange, FeedPerson } from "@/lib/live/feed.types";

/** So long a connection may be gone before it is said. */
const PATIENCE_MS = 1_500;

/** Follows the case that is open: draws who else is here, says what others do, and has the page made anew after it. */
export function CaseLive({ caseId, ownId, after }: { caseId: string; ownId: string; after: number }) {
  const path = usePathname().slice(`/cases/${caseId}`.length);
  const [here, setHere] = useState<FeedPerson[]>([]);
  const [lost, setLost] = useState(false);
  const [news, setNews] = useState<{ last: FeedChange; count: number } | null>(null);
  const refresh = useRefresh();
  const at = useRef(path);
  const client = useRef<FeedClient | null>(null);
  const first = useRef(after);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onState = (live: boolean) => {
      clearTimeout(timer);
      if (live) setLost(false);
      else timer = setTimeout(() => setLost(true), PATIENCE_MS);
    };
    const onChange = (change: FeedChange) => {
      // What was done in this very tab has its page already.
      if (change.mine && document.hasFocus()) return;
      if (concerns(change.action, at.current)) refresh();
      if (!change.mine) setNews((before) => ({ last: change, count: (before?.count ?? 0) + 1 }));
    };
    const made = new FeedClient(caseId, first.current, at.current, {
      onState,
      onEvent: (name, data) => {
        if (name === "change") onChange(data as FeedChange);
        else if (name === "here") setHere(data as FeedPerson[]);
        // Signed out, or off the case: the page says so itself.
        else if (name === "end") refresh();
      },
    });
    client.current = made;
    return () => {
      clearTimeout(timer);
      made.stop();
    };
  }, [caseId, refresh]);
  useEffect(() => {
    at.current = path;
    client.current?.move(path);
  }, [path]);
  return (
    <>
      <Here caseId={caseId} people={here.filter(({ id }) => id !== ownId)} />
      <LiveLine lost={lost} news={news} onRead={() => setNews(null)} />
    </>
  );
}
