"use client";

import type { StripPiece } from "@/components/case/coverage-strip";
import { useTimes } from "@/components/shell/zone";

const COLOURS = {
  flow: "bg-[color-mix(in_srgb,var(--flow)_78%,var(--panel))]",
  dns: "bg-[color-mix(in_srgb,var(--dns)_78%,var(--panel))]",
  api: "bg-[color-mix(in_srgb,var(--api)_78%,var(--panel))]",
} as const;

function wordsOf({ told, of }: StripPiece): string {
  if (told === 0) return "not recorded";
  return told === of ? "recorded" : `recorded of ${told} of ${of}`;
}

/** A source's thin bar over the window, as high as the share of its subjects that are recorded, hatched above; with its table. */
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
            <div className={COLOURS[of]} style={{ height: `${(piece.told / Math.max(1, piece.of)) * 100}%` }} />
          </div>
        ))}
      </div>
      <div className="sr-only">
        <table>
          <caption>{name} over the window</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {pieces.map((piece) => (
              <tr key={piece.fromMs}>
                <td>{times.instant(piece.fromMs)}</td>
                <td>{times.instant(piece.toMs)}</td>
                <td>{wordsOf(piece)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
