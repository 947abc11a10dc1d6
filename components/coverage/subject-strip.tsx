"use client";

import { fillOf, type Lane, STATE_WORDS } from "@/components/coverage/state-words";
import { StripTable } from "@/components/coverage/strip-table";
import { useTimes } from "@/components/shell/zone";
import { visibleText } from "@/lib/core/visible-text";
import type { CoveragePiece } from "@/lib/timeline/coverage/subject-coverage";

/** What one log covers over the window, with its table. */
export function SubjectStrip({ pieces, of, name }: { pieces: readonly CoveragePiece[]; of: Lane; name: string }) {
  const times = useTimes();
  const length = (pieces.at(-1)?.toMs ?? 0) - (pieces[0]?.fromMs ?? 0);
  return (
    <>
      <div aria-hidden="true" className="flex h-3 w-full min-w-40 overflow-hidden rounded-xs">
        {pieces.map((piece) => {
          const { className, height } = fillOf(piece.state, of);
          return (
            <div
              key={piece.fromMs}
              title={`${STATE_WORDS[piece.state]}, ${times.span(piece.fromMs, piece.toMs)}`}
              style={{ width: `${((piece.toMs - piece.fromMs) / length) * 100}%` }}
              className="hatched flex flex-col justify-end"
            >
              <div className={className} style={{ height }} />
            </div>
          );
        })}
      </div>
      <StripTable
        caption={`Coverage of ${visibleText(name)}`}
        pieces={pieces.map((piece) => ({ ...piece, words: STATE_WORDS[piece.state] }))}
      />
    </>
  );
}
