import { visibleText } from "@/lib/core/visible-text";
import type { Mistake } from "@/lib/search/query.types";

/** What of a query cannot be read: nothing was searched for. */
export function QueryMistakes({ mistakes, text }: { mistakes: readonly Mistake[]; text: string }) {
  return (
    <div className="px-3.5 py-6 text-dim" role="alert">
      <p>Nothing was searched for: not all of the query can be read.</p>
      <ul className="mt-1.5 list-disc pl-5">
        {mistakes.map(({ from, to, message }) => (
          <li key={`${from}-${to}-${message}`}>
            <code className="mono text-warn">{visibleText(text.slice(from, to))}</code>: {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
