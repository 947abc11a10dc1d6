import { countOf } from "@/components/format/format-count";
import { groupBy } from "@/lib/core/group-by";
import { visibleText } from "@/lib/core/visible-text";
import type { FetchGapView } from "@/lib/fetch/fetch-view.types";

const NAMED = 3;

/** What a fetch could not bring, and why; the same reason of several steps stands once. */
export function FetchGaps({ gaps, count }: { gaps: readonly FetchGapView[]; count: number }) {
  if (count === 0) return null;
  const reasons = [...groupBy(gaps, ({ source, message }) => `${source} ${message}`).values()];
  return (
    <details>
      <summary className="text-warn">{countOf(count, "thing")} could not be brought</summary>
      <ul className="mt-1 grid gap-1.5">
        {reasons.map((own) => (
          <Reason key={`${own[0]?.source} ${own[0]?.message}`} gaps={own} />
        ))}
        {count > gaps.length ? <li className="text-dim">and {count - gaps.length} more</li> : null}
      </ul>
    </details>
  );
}

function Reason({ gaps }: { gaps: readonly FetchGapView[] }) {
  const [first] = gaps;
  if (!first) return null;
  const places = [...new Set(gaps.map(({ accountId, region }) => `${accountId} ${region}`))];
  const titles = [...new Set(gaps.map(({ title }) => title))];
  return (
    <li className="[overflow-wrap:anywhere]">
      {visibleText(first.source)}: {visibleText(first.message)}
      <span className="block text-dim text-sm">
        {visibleText(titles.slice(0, NAMED).join("; "))}
        {titles.length > NAMED ? ` and ${titles.length - NAMED} more` : ""} ·{" "}
        <span className="font-mono">{visibleText(places.join(", "))}</span>
      </span>
    </li>
  );
}
