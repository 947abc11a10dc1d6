"use client";

import Link from "next/link";
import { useCaseAction } from "@/components/case/use-case-action";
import { NOTICES_READ } from "@/components/shell/bell";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FailureText } from "@/components/ui/failure-text";
import { When } from "@/components/ui/when";
import type { ActionResult } from "@/lib/core/action-result";
import { visibleText } from "@/lib/core/visible-text";
import type { NoticeRow } from "@/lib/timeline/people/list-notices";

const tellRead = () => window.dispatchEvent(new Event(NOTICES_READ));

/** What someone was told, the latest first; following one is having read it. */
export function NoticeList({
  notices,
  read,
}: {
  notices: readonly NoticeRow[];
  read: (input: { ids: string[] | null }) => Promise<ActionResult<unknown>>;
}) {
  const { run, busy, failure } = useCaseAction();
  const unread = notices.filter((notice) => !notice.read).length;
  return (
    <Card title={unread === 0 ? "All read" : `${unread} unread`} note="the latest first">
      <FailureText text={failure} />
      <ul aria-label="Notices" className="grid">
        {notices.map((notice) => (
          <li
            key={notice.id}
            className="flex flex-wrap items-baseline gap-x-3 border-soft border-b px-3.5 py-2 last:border-0 hover:bg-raise"
          >
            <span className="text-dim text-sm">
              <When at={notice.atMs} />
            </span>
            <Link
              href={notice.href}
              onClick={() => {
                if (!notice.read) run(() => read({ ids: [notice.id] }), tellRead);
              }}
              className={`min-w-0 break-words hover:underline ${notice.read ? "text-dim" : "font-medium"}`}
            >
              {notice.read ? null : <span className="sr-only">Unread: </span>}
              {visibleText(notice.words)}
            </Link>
            <span className="min-w-0 truncate text-dim text-sm">{visibleText(notice.caseTitle)}</span>
          </li>
        ))}
      </ul>
      {unread === 0 ? null : (
        <div className="border-line border-t px-3.5 py-2">
          <Button busy={busy} onClick={() => run(() => read({ ids: null }), tellRead)}>
            Mark all as read
          </Button>
        </div>
      )}
    </Card>
  );
}
