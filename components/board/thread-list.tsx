import { NotesButton } from "@/components/annotations/notes-button";
import { SubjectLine } from "@/components/board/subject-line";
import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { SaidThread } from "@/lib/timeline/annotations/read-comments";

const SHOWN = 50;
const wholeSecond = (iso: string) => Math.floor(Date.parse(iso) / 1000) * 1000;

/** What was said, by the thing it was said of, the latest thread first. */
export function ThreadList({
  caseId,
  threads,
  isNow,
}: {
  caseId: string;
  threads: readonly SaidThread[];
  isNow: boolean;
}) {
  const latest = threads.toReversed().slice(0, SHOWN);
  return (
    <Card title="Comments" note={threads.length === 0 ? undefined : countOf(threads.length, "thread")}>
      {threads.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">{isNow ? "Nobody has commented yet." : "Nobody had commented."}</p>
      ) : (
        <ul aria-label="Threads" className="divide-y divide-soft">
          {latest.map((thread) => (
            <li key={thread.id} className="grid gap-1 px-3.5 py-2.5">
              <div className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
                <SubjectLine caseId={caseId} subject={thread.subject} title={thread.title} at={thread.at} />
                {thread.resolved ? <Chip tone="ok">settled</Chip> : null}
                <span className="grow" />
                {isNow ? (
                  <NotesButton thing={{ subject: thread.subject, title: thread.title, at: thread.at }} small />
                ) : null}
              </div>
              <Said {...thread} />
              {thread.replies.length > 0 ? (
                <ul aria-label="Replies" className="grid gap-1 border-line border-l-2 pl-2.5">
                  {thread.replies.map((reply) => (
                    <li key={reply.id}>
                      <Said {...reply} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {threads.length > SHOWN ? (
        <p className="border-line border-t px-3.5 py-2 text-dim">The latest {SHOWN} threads are shown.</p>
      ) : null}
    </Card>
  );
}

function Said({ body, by, writtenAt, deletedAt }: Pick<SaidThread, "body" | "by" | "writtenAt" | "deletedAt">) {
  return (
    <div>
      <p className="whitespace-pre-wrap break-words">
        {deletedAt === null ? visibleText(body, { lines: true }) : <span className="text-faint">taken back</span>}
      </p>
      <p className="text-dim text-sm">
        {visibleText(by)}, <When at={wholeSecond(writtenAt)} />
      </p>
    </div>
  );
}
