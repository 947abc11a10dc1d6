import { formatDuration } from "@/components/format/format-time";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { Dwell } from "@/lib/investigate/start/start.types";

/** How long it lasted from the accepted start until somebody was told, and which two moments these are. */
export function DwellWords({ dwell: { from, to, seconds, words } }: { dwell: Dwell }) {
  return (
    <>
      <span className="font-medium">Dwell time {formatDuration(seconds * 1000)}</span>
      <span className="text-dim">
        , {visibleText(words)}: <When at={from} /> to <When at={to} />
      </span>
    </>
  );
}
