import { Card } from "@/components/ui/card";
import { visibleText } from "@/lib/core/visible-text";
import type { InvestigationV1 } from "@/lib/investigate/document.types";

/** Where sources disagree about time, in words with their numbers. */
export function ClocksCard({ rows }: { rows: InvestigationV1["notAssessed"] }) {
  const clocks = rows.filter(({ id }) => id === "clocks-disagree");
  return (
    <Card title="Clocks" note="whether the sources' times go together">
      {clocks.length === 0 ? (
        <p className="px-3.5 py-3 text-dim">
          No two sources disagree by more than an hour, as far as their first and last records, launches and findings
          tell.
        </p>
      ) : (
        <ul className="divide-y divide-soft">
          {clocks.map(({ reason }) => (
            <li key={reason} className="px-3.5 py-2 text-warn">
              {visibleText(reason)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
