import { Card } from "@/components/ui/card";
import { visibleText } from "@/lib/core/visible-text";
import type { InvestigationV1 } from "@/lib/investigate/document.types";

export function NotAssessedCard({ rows }: { rows: InvestigationV1["notAssessed"] }) {
  if (rows.length === 0) return null;
  return (
    <Card title="Not assessed" note="what these records cannot tell">
      <ul className="divide-y divide-soft">
        {rows.map((row) => (
          <li key={`${row.id} ${row.reason}`} className="px-3.5 py-1.5">
            {visibleText(row.reason)}
          </li>
        ))}
      </ul>
    </Card>
  );
}
