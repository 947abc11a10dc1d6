"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { AuditDetail } from "@/components/case/audit-detail";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";
import type { News, NewsEntry } from "@/lib/timeline/case/read-news";

/**
 * What others did since someone last looked at the case. Showing it is having seen it: it stays as long as the page does, with
 * what comes to it meanwhile, and is gone the next time.
 */
export function NewsCard({
  caseId,
  news,
  see,
}: {
  caseId: string;
  news: News;
  see: (input: { caseId: string; upTo: number }) => Promise<ActionResult<unknown>>;
}) {
  const [first] = useState(news);
  const [shown, setShown] = useState<readonly NewsEntry[]>(news.entries);
  const [counted, setCounted] = useState(news);
  if (counted !== news) {
    setCounted(news);
    setShown(joined(news.entries, shown));
  }
  const { upTo } = news;
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void see({ caseId, upTo });
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [caseId, upTo, see]);
  if (shown.length === 0 || first.sinceMs === null) return null;
  const more = Math.max(0, first.count - first.entries.length);
  return (
    <Card title="New since you last looked" note={<When at={first.sinceMs} />}>
      <ScrollRegion label="What others did" className="max-h-72 overflow-y-auto py-1">
        <ul className="grid">
          {shown.map((entry) => (
            <li key={entry.id} className="flex flex-wrap items-baseline gap-x-2 px-3.5 py-1">
              <span className="text-dim text-sm">
                <When at={entry.atMs} />
              </span>
              <span className="font-medium">{visibleText(entry.who)}</span>
              <span>{entry.what}</span>
              {entry.subject === null ? null : (
                <span className="min-w-0 break-words">{visibleText(entry.subject)}</span>
              )}
              <span className="min-w-0 text-dim text-sm">
                <AuditDetail detail={entry.detail} />
              </span>
            </li>
          ))}
        </ul>
      </ScrollRegion>
      {more === 0 ? null : (
        <p className="border-line border-t px-3.5 py-2 text-dim text-sm">
          {countOf(more, "earlier change")} more in the{" "}
          <Link href={`/audit?case=${caseId}`} className="text-flow underline">
            audit trail
          </Link>
          .
        </p>
      )}
    </Card>
  );
}

function joined(fresh: readonly NewsEntry[], shown: readonly NewsEntry[]): NewsEntry[] {
  const known = new Set(shown.map(({ id }) => id));
  return [...fresh.filter(({ id }) => !known.has(id)), ...shown].sort((a, b) => b.id - a.id);
}
