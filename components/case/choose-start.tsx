"use client";

import { useState } from "react";
import type { StartActions } from "@/components/case/start-actions";
import { useCaseAction } from "@/components/case/use-case-action";
import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { formatDuration } from "@/components/format/format-time";
import { Button } from "@/components/ui/button";
import { FailureText } from "@/components/ui/failure-text";
import { TextField } from "@/components/ui/field";
import { SourceSquare } from "@/components/ui/source-square";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { AcceptedStart } from "@/lib/investigate/start/start.types";
import { START_WORDS, startName } from "@/lib/investigate/start/start-words";
import type { ShownCandidate } from "@/lib/timeline/case/read-start-view";

interface ChooseStartProps {
  caseId: string;
  ip: string;
  candidates: readonly ShownCandidate[];
  measuredFrom: string | null;
  accepted: AcceptedStart | null;
  accept: StartActions["accept"] | null;
}

const COLUMNS = [
  { name: "Time" },
  { name: "Candidate" },
  { name: "What the record shows" },
  { name: "Would move the start" },
  { name: "Record" },
  { name: "Accept", hiddenName: true },
];

/** Candidates for the start, and the way to accept one of them with a reason. */
export function ChooseStart({ caseId, ip, candidates, measuredFrom, accepted, accept }: ChooseStartProps) {
  const { run, busy, failure } = useCaseAction();
  const [why, setWhy] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const isAccepted = ({ event }: ShownCandidate) =>
    accepted !== null && accepted.at === event.time && accepted.event.evidence.record === event.evidence.record;
  return (
    <>
      <Table label="Candidates for the start" columns={COLUMNS}>
        {candidates.map((candidate) => {
          const { reason, also, event, movesByMs, file } = candidate;
          const words = START_WORDS[reason];
          return (
            <tr key={`${reason} ${event.time}`}>
              <Cell>
                <When at={event.time} />
              </Cell>
              <Cell>
                <span title={words.why} className="font-medium">
                  {words.name}
                </span>
                {also.map((other) => (
                  <span key={other} title={START_WORDS[other].why} className="block text-dim">
                    {startName(other)}, too
                  </span>
                ))}
              </Cell>
              <Cell wrap className="min-w-56">
                <span className="flex min-w-0 items-baseline gap-2 break-words">
                  <SourceSquare of={event.kind} />
                  <span className="min-w-0 [overflow-wrap:anywhere]">{visibleText(event.summary)}</span>
                </span>
              </Cell>
              <Cell>{movedWords(movesByMs)}</Cell>
              <Cell>
                <EvidenceRef caseId={caseId} name={file} {...event.evidence} most={14} />
              </Cell>
              <Cell className="text-right">
                {isAccepted(candidate) ? (
                  <span className="text-ok">The window starts here.</span>
                ) : accept === null ? null : (
                  <Button
                    busy={busy && chosen === reason}
                    aria-label={`Accept as start: ${startName(reason)}`}
                    title="Lets the case's window begin at this moment"
                    onClick={() => {
                      setChosen(reason);
                      run(
                        () => accept({ caseId, ip, reason, at: event.time, why }),
                        () => setWhy(""),
                      );
                    }}
                  >
                    Accept
                  </Button>
                )}
              </Cell>
            </tr>
          );
        })}
      </Table>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2 border-line border-t px-3.5 py-2.5">
        <p className="min-w-0 grow basis-64 text-dim text-sm">
          {measuredFrom === null
            ? "There is no start yet: no finding names the address and the window has no beginning of its own."
            : `Earlier and later are measured from ${measuredFrom}.`}
        </p>
        {accept === null ? null : (
          <div className="w-full max-w-96">
            <TextField
              label="Why, for the audit trail (optional)"
              value={why}
              maxLength={500}
              onChange={(event) => setWhy(event.target.value)}
            />
          </div>
        )}
        <FailureText text={failure} className="w-full" />
      </div>
    </>
  );
}

function movedWords(ms: number | null): string {
  if (ms === null) return "there is none yet";
  if (ms === 0) return "not at all";
  return `by ${formatDuration(ms)} ${ms < 0 ? "earlier" : "later"}`;
}
