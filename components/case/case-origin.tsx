import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { When } from "@/components/ui/when";
import type { CaseOriginFacts } from "@/lib/timeline/life/find-case-origin";

/** That a case came from another installation, and the trail that it had there. */
export function CaseOrigin({ caseId, origin }: { caseId: string; origin: CaseOriginFacts | null }) {
  if (origin === null) return null;
  return (
    <Card title="Came from another installation">
      <p className="break-words px-3.5 py-2.5 text-dim">
        Taken out by {origin.exportedBy} <When at={origin.exportedMs} />, brought in by {origin.importedBy}{" "}
        <When at={origin.importedMs} />. What follows begins here;{" "}
        <a href={`/api/cases/${caseId}/origin`} download className="text-flow underline">
          {countOf(origin.entries, "entry", "entries")} of before
        </a>{" "}
        are kept as they were written there. SHA-256 of its file:{" "}
        <span className="break-all font-mono">{origin.archiveSha256}</span>
      </p>
    </Card>
  );
}
