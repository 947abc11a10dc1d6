import { countOf } from "@/components/format/format-count";
import { When } from "@/components/ui/when";
import { HYPOTHESIS_STATES } from "@/lib/core/hypothesis-state";
import { visibleText } from "@/lib/core/visible-text";
import type { StateGiven } from "@/lib/timeline/board/read-hypothesis-states";

/** Who gave a hypothesis which state when, the first one first; nothing where there was only ever one. */
export function StateHistory({ states, of }: { states: readonly StateGiven[]; of: string }) {
  if (states.length < 2) return null;
  return (
    <details className="text-dim text-sm">
      <summary className="cursor-pointer">How it came to this: {countOf(states.length, "state")}</summary>
      <ol aria-label={`States of ${of}`} className="mt-1 grid gap-0.5 border-line border-l pl-3">
        {states.map(({ state, why, by, at }) => (
          <li key={at} className="break-words">
            <When at={Math.floor(Date.parse(at) / 1000) * 1000} />{" "}
            <span className="font-medium text-text">{HYPOTHESIS_STATES[state].name}</span> by {visibleText(by)}
            {why === "" ? null : `: “${visibleText(why)}”`}
          </li>
        ))}
      </ol>
    </details>
  );
}
