"use client";

import type { StripPiece } from "@/components/case/coverage-strip";
import { useTimes } from "@/components/shell/zone";

const COLOURS = {
  flow: ["bg-flow", "bg-flow/45"],
  dns: ["bg-dns", "bg-dns/45"],
  api: ["bg-api", "bg-api/45"],
} as const;

function wordsOf({ told, of }: StripPiece): string {
  if (told === 0) return "not recorded";
  return told === of ? "recorded" : `recorded of ${told} of ${of}`;
}

/** A source's thin bar over the window, hatched where its log is silent without being known to be; with its table. */
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
  const [full, part] = COLOURS[of];
  return (
    <>
      <div aria-hidden="true" className="mt-1 flex h-2.5 overflow-hidden rounded-xs">
        {pieces.map((piece) => (
          <div
            key={piece.fromMs}
            title={`${wordsOf(piece)}, ${times.span(piece.fromMs, piece.toMs)}`}
            style={{ width: `${((piece.toMs - piece.fromMs) / length) * 100}%` }}
            className={piece.told === 0 ? "hatched" : piece.told === piece.of ? full : part}
          />
        ))}
      </div>
      <table className="sr-only">
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
    </>
  );
}
