import type { Metadata } from "next";
import { requirePerson } from "@/app/_guard/require-person";
import { AsOfForm } from "@/components/board/as-of-form";
import type { BoardActions } from "@/components/board/board-actions";
import { HypothesisList } from "@/components/board/hypothesis-list";
import { KnownThen } from "@/components/board/known-then";
import { ManualEventsCard } from "@/components/board/manual-events-card";
import { PinList } from "@/components/board/pin-list";
import { ThreadList } from "@/components/board/thread-list";
import { Page } from "@/components/ui/page";
import { readComments } from "@/lib/timeline/annotations/read-comments";
import { readPins } from "@/lib/timeline/annotations/read-pins";
import { BoardSearch } from "@/lib/timeline/board/board-search";
import { readHypotheses } from "@/lib/timeline/board/read-hypotheses";
import { readHypothesisStates } from "@/lib/timeline/board/read-hypothesis-states";
import { readKnownEvidence } from "@/lib/timeline/board/read-known-evidence";
import { readKnownIndicators } from "@/lib/timeline/board/read-known-indicators";
import { readManualEvents } from "@/lib/timeline/board/read-manual-events";
import { readTasks } from "@/lib/timeline/board/read-tasks";
import { movePinAction } from "../../annotations/actions";
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
  const [pins, hypotheses, states, manual, threads] = await Promise.all([
    readPins(caseId, at),
    readHypotheses(caseId, at),
    readHypothesisStates(caseId, at),
    readManualEvents(caseId, at),
    readComments(caseId, at),
  ]);
  const actions = at === null ? ACTIONS : null;
  return (
    <Page title="Board">
      <AsOfForm key={atMs} atMs={atMs} />
      <div className="grid min-w-0 items-start gap-3 2xl:grid-cols-2">
        <div className="grid min-w-0 gap-3">
          <PinList caseId={caseId} pins={pins} move={at === null ? movePinAction : null} />
          <ManualEventsCard caseId={caseId} events={manual} actions={actions} />
        </div>
        <div className="grid min-w-0 gap-3">
          <HypothesisList {...{ caseId, hypotheses, states, actions }} />
          <ThreadList caseId={caseId} threads={threads} isNow={at === null} />
        </div>
      </div>
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
