"use client";

import type { BoardActions } from "@/components/board/board-actions";
import { SubjectLine } from "@/components/board/subject-line";
import { May } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import type { Side } from "@/lib/core/hypothesis-state";
import { visibleText } from "@/lib/core/visible-text";
import type { CitationRow, HypothesisRow } from "@/lib/timeline/board/hypothesis.types";

const HEADINGS: Record<Side, string> = { for: "Speaks for it", against: "Speaks against it" };

interface Props {
  caseId: string;
  hypothesis: HypothesisRow;
  side: Side;
  citations: readonly CitationRow[];
  actions: BoardActions | null;
}

/** What is cited on one side of a hypothesis. */
export function CitationList({ caseId, hypothesis: { id: hypothesisId }, side, citations, actions }: Props) {
  const { run, busy, failure } = useCaseAction();
  const other = side === "for" ? "against" : "for";
  return (
    <section aria-label={HEADINGS[side]} className="min-w-0">
      <h3 className="mb-1 text-faint text-xs">{HEADINGS[side]}</h3>
      <FailureText text={failure} />
      {citations.length === 0 ? (
        <p className="text-dim text-sm">Nothing is cited.</p>
      ) : (
        <ul className="grid gap-2">
          {citations.map(({ id, subject, title, at, note, by }) => (
            <li key={id} className="border-line border-l-2 pl-2.5">
              <SubjectLine {...{ caseId, subject, title, at }} />
              {note === "" ? null : (
                <p className="whitespace-pre-wrap break-words">{visibleText(note, { lines: true })}</p>
              )}
              <p className="flex flex-wrap items-center gap-x-2 text-faint text-sm">
                {visibleText(by)}
                {actions === null ? null : (
                  <May to="board.change">
                    <Button
                      tone="quiet"
                      busy={busy}
                      aria-label={`Speaks ${other} it: ${visibleText(title)}`}
                      onClick={() =>
                        run(() =>
                          actions.cite({ caseId, hypothesisId, cited: { subject, title, at }, side: other, note }),
                        )
                      }
                    >
                      {other === "for" ? "Speaks for" : "Speaks against"}
                    </Button>
                    <Button
                      tone="quiet"
                      busy={busy}
                      aria-label={`Take back ${visibleText(title)}`}
                      onClick={() => run(() => actions.removeCitation({ caseId, hypothesisId, citationId: id }))}
                    >
                      Take back
                    </Button>
                  </May>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
