import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { AnswerReview } from "@/components/review/answer-review";
import { AskForReview } from "@/components/review/ask-for-review";
import { DifferencesCard } from "@/components/review/differences-card";
import { OpenReview } from "@/components/review/open-review";
import { ReviewHistory } from "@/components/review/review-history";
import { VersionTable } from "@/components/review/version-table";
import { Page } from "@/components/ui/page";
import { isAllowed } from "@/lib/auth/permissions";
import { hasOwnWork } from "@/lib/cases/review/case-work";
import { readDifferences } from "@/lib/exports/versions/read-differences";
import { listMembers } from "@/lib/timeline/people/list-members";
import { listReviews } from "@/lib/timeline/review/list-reviews";
import { listVersions } from "@/lib/timeline/review/list-versions";
import { caseHeader, caseRole, single } from "../../case-header";
import { approveCaseAction, askReviewAction, sendBackAction, withdrawReviewAction } from "./actions";

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Review · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function ReviewPage({ params, searchParams }: Props) {
  const person = await requirePerson();
  const { caseId } = await params;
  const { case: shown } = await caseHeader(caseId);
  const role = await caseRole(caseId);
  const [{ reviews, able }, versions, { members }] = await Promise.all([
    listReviews(caseId),
    listVersions(caseId),
    listMembers(caseId),
  ]);
  const open = reviews.find(({ state }) => state === "asked") ?? null;
  const sentBack = open === null && reviews[0]?.state === "sent-back" ? reviews[0] : null;
  const asked = Number(single((await searchParams).since) ?? "");
  const since = versions.find(({ number }) => number === asked)?.number ?? versions[0]?.number ?? null;
  const differences = await readDifferences(caseId, since);
  const mine = open?.reviewers.some(({ id }) => id === person.id) === true && isAllowed(role, "review.answer");
  const alone = members.filter(({ disabled }) => !disabled).length <= 1;
  const ownWork = mine && !alone && (await hasOwnWork(caseId, person.email));
  return (
    <Page title="Review">
      {open === null ? (
        <AskForReview
          {...{ caseId, able, sentBack }}
          closed={shown.state !== "open"}
          frozen={versions[0]?.number ?? null}
          ask={askReviewAction}
        />
      ) : (
        <OpenReview caseId={caseId} review={open} withdraw={withdrawReviewAction} />
      )}
      {open !== null && mine && since === (versions[0]?.number ?? null) ? (
        <AnswerReview
          key={open.id}
          {...{ caseId, differences, since, ownWork }}
          reviewId={open.id}
          approve={approveCaseAction}
          sendBack={sendBackAction}
        />
      ) : (
        <DifferencesCard caseId={caseId} areas={differences.areas} since={since} versions={versions} />
      )}
      <VersionTable caseId={caseId} versions={versions} />
      <ReviewHistory reviews={reviews.filter(({ state: was }) => was !== "asked")} />
    </Page>
  );
}
