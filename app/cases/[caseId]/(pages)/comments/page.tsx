import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { CommentTable } from "@/components/annotations/comment-table";
import { NotesPanel } from "@/components/annotations/notes-panel";
import { SubjectLine } from "@/components/board/subject-line";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Page } from "@/components/ui/page";
import { readComments } from "@/lib/timeline/annotations/read-comments";
import { caseHeader, single } from "../../case-header";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Comments · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function CommentsPage({ params, searchParams }: Props) {
  await requirePerson();
  const { id: caseId } = (await caseHeader((await params).caseId)).case;
  const of = single((await searchParams).of);
  const threads = await readComments(caseId);
  const chosen = threads.find(({ subjectKey }) => subjectKey === of);
  return (
    <Page title="Comments">
      {chosen ? (
        <Card title={<SubjectLine caseId={caseId} subject={chosen.subject} title={chosen.title} at={chosen.at} />}>
          <div className="max-w-3xl p-3.5">
            <NotesPanel key={of} thing={{ subject: chosen.subject, title: chosen.title, at: chosen.at }} />
          </div>
        </Card>
      ) : null}
      <Card title="Everything that is commented on" note="the last first">
        {threads.length === 0 ? (
          <EmptyState title="No comments yet">
            <p>Comments stand at what they are about: events, groups, instances, detections and rows of the ledger.</p>
          </EmptyState>
        ) : (
          <CommentTable caseId={caseId} threads={threads} />
        )}
      </Card>
    </Page>
  );
}
