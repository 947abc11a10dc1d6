import Link from "next/link";
import { SubjectLine } from "@/components/board/subject-line";
import { countOf } from "@/components/format/format-count";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { groupBy } from "@/lib/core/group-by";
import { visibleText } from "@/lib/core/visible-text";
import type { SaidThread } from "@/lib/timeline/annotations/read-comments";

const COLUMNS = [{ name: "About" }, { name: "Threads" }, { name: "Last said" }, { name: "When" }, { name: "By" }];
const SHOWN = 120;

/** What is commented on in a case, a row a thing, the last commented first. */
export function CommentTable({ caseId, threads }: { caseId: string; threads: readonly SaidThread[] }) {
  const rows = [...groupBy(threads, ({ subjectKey }) => subjectKey)]
    .flatMap(([key, of]) => {
      const said = of.flatMap((thread) => [thread, ...thread.replies]);
      const last = said.toSorted((a, b) => a.writtenAt.localeCompare(b.writtenAt)).at(-1);
      const [first] = of;
      const open = of.filter(({ resolved }) => resolved === null).length;
      return first && last ? [{ key, first, last, threads: of.length, open }] : [];
    })
    .sort((a, b) => b.last.writtenAt.localeCompare(a.last.writtenAt));
  return (
    <Table label="Comments of the case" columns={COLUMNS}>
      {rows.map(({ key, first, last, threads: count, open }) => (
        <tr key={key} className="hover:bg-raise">
          <Cell className="max-w-md">
            <SubjectLine caseId={caseId} subject={first.subject} title={first.title} at={first.at} />
          </Cell>
          <Cell>
            <Link
              href={`/cases/${caseId}/comments?of=${encodeURIComponent(key)}`}
              prefetch={false}
              className="text-flow underline"
              aria-label={`${countOf(count, "thread")} on ${visibleText(first.title)}`}
            >
              {countOf(count, "thread")}
            </Link>
            <span className="text-dim">{open === 0 ? ", settled" : `, ${open} open`}</span>
          </Cell>
          <Cell className="max-w-sm">
            <span className="block truncate">
              {last.deletedAt === null ? visibleText(last.body.slice(0, SHOWN)) : "taken back"}
            </span>
          </Cell>
          <Cell>
            <When at={Math.floor(Date.parse(last.writtenAt) / 1000) * 1000} />
          </Cell>
          <Cell className="[overflow-wrap:anywhere]">{visibleText(last.by)}</Cell>
        </tr>
      ))}
    </Table>
  );
}
