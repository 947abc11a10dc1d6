"use client";

import type { AnnotationActions } from "@/components/annotations/annotation-actions";
import { NotesButton } from "@/components/annotations/notes-button";
import { SubjectLine } from "@/components/board/subject-line";
import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureText } from "@/components/ui/failure-text";
import { visibleText } from "@/lib/core/visible-text";
import type { PinRow } from "@/lib/timeline/annotations/read-pins";

interface Props {
  caseId: string;
  pins: readonly PinRow[];
  move: (input: { caseId: string; pinId: string; beforeId: string | null }) => ReturnType<AnnotationActions["pin"]>;
}

/** What is pinned in a case, in the order that people gave it. */
export function PinsCard({ caseId, pins, move }: Props) {
  const { run, busy, failure } = useCaseAction();
  const to = (pinId: string, before: PinRow | undefined) =>
    run(() => move({ caseId, pinId, beforeId: before?.id ?? null }));
  return (
    <Card title="Pinned" note="in the order that people gave it">
      <FailureText text={failure} />
      {pins.length === 0 ? (
        <EmptyState title="Nothing is pinned">
          <p>
            Open an event, an instance, a detection or a row of the ledger and pin it, with a note on why it matters.
          </p>
        </EmptyState>
      ) : (
        <ol aria-label="Pinned" className="divide-y divide-soft">
          {pins.map(({ id, subject, title, at, note, by, tags }, place) => (
            <li key={id} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-3.5 py-2">
              <span className="w-6 text-right text-faint tabular-nums">{place + 1}</span>
              <div className="grid min-w-0 grow basis-64 gap-0.5">
                <SubjectLine {...{ caseId, subject, title, at }} />
                {note === "" ? null : (
                  <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{visibleText(note, { lines: true })}</p>
                )}
                <p className="text-faint text-sm [overflow-wrap:anywhere]">
                  {[visibleText(by), ...tags.map((tag) => `#${visibleText(tag)}`)].join(" · ")}
                </p>
              </div>
              <span className="flex items-center gap-1">
                <NotesButton thing={{ subject, title, at }} small />
                <May to="marks.change">
                  <Button
                    tone="quiet"
                    busy={busy}
                    disabled={place === 0}
                    aria-label={`Move up ${visibleText(title)}`}
                    onClick={() => to(id, pins[place - 1])}
                  >
                    ↑
                  </Button>
                  <Button
                    tone="quiet"
                    busy={busy}
                    disabled={place === pins.length - 1}
                    aria-label={`Move down ${visibleText(title)}`}
                    onClick={() => to(id, pins[place + 2])}
                  >
                    ↓
                  </Button>
                </May>
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
