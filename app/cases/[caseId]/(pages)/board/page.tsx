import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { movePinAction } from "@/app/cases/[caseId]/annotations/actions";
import { PinsCard } from "@/components/annotations/pins-card";
import { AsOfForm } from "@/components/board/as-of-form";
import type { BoardActions } from "@/components/board/board-actions";
import { HypothesisList } from "@/components/board/hypothesis-list";
import { KnownThen } from "@/components/board/known-then";
import { ManualEventsCard } from "@/components/board/manual-events-card";
import { Page } from "@/components/ui/page";
import { readPins } from "@/lib/timeline/annotations/read-pins";
import { BoardSearch } from "@/lib/timeline/board/board-search";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readKnownEvidence } from "@/lib/timeline/board/read-known-evidence";
import { readKnownIndicators } from "@/lib/timeline/board/read-known-indicators";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { readTasks } from "@/lib/timeline/board/read-tasks";
import { caseHeader, single } from "../../case-header";
import {
  addHypothesisAction,
  addManualEventAction,
  citeAction,
  editHypothesisAction,
  editManualEventAction,
  removeCitationAction,
  removeHypothesisAction,
  removeManualEventAction,
  setHypothesisStateAction,
} from "./actions";

const ACTIONS: BoardActions = {
  ...{ addHypothesis: addHypothesisAction, editHypothesis: editHypothesisAction, cite: citeAction },
  ...{ setHypothesisState: setHypothesisStateAction, removeHypothesis: removeHypothesisAction },
  ...{ removeCitation: removeCitationAction, addManual: addManualEventAction, editManual: editManualEventAction },
  removeManual: removeManualEventAction,
};

interface Props {
  params: Promise<{ caseId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Board · ${(await caseHeader((await params).caseId)).case.title}` };
}

export default async function BoardPage({ params, searchParams }: Props) {
  await requirePerson();
  const { id: caseId } = (await caseHeader((await params).caseId)).case;
  const { at: atMs } = BoardSearch.parse({ at: single((await searchParams).at) });
  const at = atMs === null ? null : new Date(atMs);
  const [hypotheses, manual, pins] = await Promise.all([
    readHypotheses(caseId, at),
    readManualEvents(caseId, at),
    // What is pinned is a choice of today: it has no history.
    at === null ? readPins(caseId) : null,
  ]);
  const actions = at === null ? ACTIONS : null;
  return (
    <Page title="Board">
      <AsOfForm key={atMs} atMs={atMs} />
      {pins === null ? null : <PinsCard caseId={caseId} pins={pins} move={movePinAction} />}
      <HypothesisList {...{ caseId, hypotheses, actions }} />
      <ManualEventsCard caseId={caseId} events={manual} actions={actions} />
      {at === null ? null : <Then caseId={caseId} at={at} />}
    </Page>
  );
}

async function Then({ caseId, at }: { caseId: string; at: Date }) {
  const [tasks, indicators, evidence] = await Promise.all([
    readTasks(caseId, at),
    readKnownIndicators(caseId, at),
    readKnownEvidence(caseId, at),
  ]);
  return <KnownThen atMs={at.getTime()} {...{ tasks, indicators, evidence }} />;
}
