"use client";

import { useTimes } from "@/components/shell/zone";
import { visibleText } from "@/lib/core/visible-text";
import type { HolderPiece } from "@/lib/timeline/ledger/prepare-strip";

const SHADES = [
  "bg-[color-mix(in_srgb,var(--flow)_72%,var(--panel))]",
  "bg-[color-mix(in_srgb,var(--api)_72%,var(--panel))]",
  "bg-[color-mix(in_srgb,var(--dns)_72%,var(--panel))]",
];
const WORDS = { held: "", taken: ", taken for granted", several: " at the same time", unknown: "" };

/** Who had one thing over the evidence: each holder in a shade of its own, faint where it is taken for granted, hatched where nothing says. */
export function HolderStrip({ pieces, name }: { pieces: readonly HolderPiece[]; name: string }) {
  const times = useTimes();
  const length = (pieces.at(-1)?.toMs ?? 0) - (pieces[0]?.fromMs ?? 0);
  const order = [...new Set(pieces.flatMap(({ holders }) => holders))];
  const wordsOf = ({ holders, state }: HolderPiece) =>
    state === "unknown"
      ? "unknown: nothing in the evidence says"
      : `${visibleText(holders.join(" and "))}${WORDS[state]}`;
  const shade = ({ state, holders }: HolderPiece) =>
    state === "several"
      ? "bg-flag"
      : `${SHADES[order.indexOf(holders[0] ?? "") % SHADES.length]} ${state === "taken" ? "opacity-45" : ""}`;
  return (
    <>
      <div aria-hidden="true" className="flex h-2.5 w-full min-w-28 overflow-hidden rounded-xs">
        {pieces.map((piece) => (
          <div
            key={piece.fromMs}
            title={`${wordsOf(piece)}, ${times.span(piece.fromMs, piece.toMs)}`}
            style={{ width: `${((piece.toMs - piece.fromMs) / length) * 100}%` }}
            className="hatched"
          >
            {piece.state === "unknown" ? null : <div className={`h-full ${shade(piece)}`} />}
          </div>
        ))}
      </div>
      <ol className="sr-only" aria-label={`Holders of ${visibleText(name)}`}>
        {pieces.map((piece) => (
          <li key={piece.fromMs}>{`${times.span(piece.fromMs, piece.toMs)}: ${wordsOf(piece)}`}</li>
        ))}
      </ol>
    </>
  );
}
