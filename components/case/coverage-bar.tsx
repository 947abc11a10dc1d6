"use client";

import type { StripPiece } from "@/components/case/coverage-strip";
import { StripTable } from "@/components/coverage/strip-table";
import { useTimes } from "@/components/shell/zone";

const COLOURS = {
  flow: "bg-[color-mix(in_srgb,var(--flow)_78%,var(--panel))]",
  dns: "bg-[color-mix(in_srgb,var(--dns)_78%,var(--panel))]",
  api: "bg-[color-mix(in_srgb,var(--api)_78%,var(--panel))]",
} as const;

function wordsOf({ told, doubted, of }: StripPiece): string {
  if (told === 0) return "not recorded";
  const recorded = told === of ? "recorded" : `recorded of ${told} of ${of}`;
  if (doubted === 0) return recorded;
  return `${recorded}, ${told === 1 ? "" : `of ${doubted} `}in part or not vouched for`;
}

/** A source's thin bar over the window, as high as the share of its subjects that are recorded, hatched above and, fainter, where a log leaves something out; with its table. */
export function CoverageBar({
  pieces,
  of,
  name,
}: {
  pieces: readonly StripPiece[];
  of: keyof typeof COLOURS;
  name: string;
}) {
  const times = useTimes();
  const length = (pieces.at(-1)?.toMs ?? 0) - (pieces[0]?.fromMs ?? 0);
  return (
    <>
      <div aria-hidden="true" className="mt-0.5 flex h-3 overflow-hidden rounded-xs">
        {pieces.map((piece) => (
          <div
            key={piece.fromMs}
            title={`${wordsOf(piece)}, ${times.span(piece.fromMs, piece.toMs)}`}
            style={{ width: `${((piece.toMs - piece.fromMs) / length) * 100}%` }}
            className="hatched flex flex-col justify-end"
          >
            <div
              className={`${COLOURS[of]} opacity-40`}
              style={{ height: `${(piece.doubted / Math.max(1, piece.of)) * 100}%` }}
            />
            <div
              className={COLOURS[of]}
              style={{ height: `${((piece.told - piece.doubted) / Math.max(1, piece.of)) * 100}%` }}
            />
          </div>
        ))}
      </div>
      <StripTable
        caption={`${name} over the window`}
        pieces={pieces.map((piece) => ({ ...piece, words: wordsOf(piece) }))}
      />
    </>
  );
}
