import { countOf } from "@/components/format/format-count";
import { visibleText } from "@/lib/core/visible-text";
import type { FetchGapView } from "@/lib/fetch/fetch-view.types";

/** What a fetch could not bring, and why; the same reason of several places stands once. */
export function FetchGaps({ gaps, count }: { gaps: readonly FetchGapView[]; count: number }) {
  if (count === 0) return null;
  return (
    <details>
      <summary className="text-warn">{countOf(count, "thing")} could not be brought</summary>
      <ul className="mt-1 grid gap-1">
        {gaps.map(({ source, accountId, region, title, message }) => (
          <li key={`${source} ${accountId} ${region} ${title} ${message}`} className="[overflow-wrap:anywhere]">
            {visibleText(source)}, <span className="font-mono text-sm">{`${accountId} ${region}`}</span>:{" "}
            {visibleText(title)}. <span className="text-dim">{visibleText(message)}</span>
          </li>
        ))}
        {count > gaps.length ? <li className="text-dim">and {count - gaps.length} more</li> : null}
      </ul>
    </details>
  );
}
