import { formatBytes } from "@/components/format/format-bytes";
import { formatDollars } from "@/components/format/format-dollars";
import { visibleText } from "@/lib/core/visible-text";
import type { AthenaStepView } from "@/lib/fetch/fetch-view.types";

const STATES: Record<string, string> = {
  pending: "not asked yet",
  running: "running",
  done: "done",
  failed: "stopped or failed",
  skipped: "left out",
};

/** The questions to Athena, one after the other: what each asks, and what it reads and costs, before and after. */
export function AthenaSteps({ steps }: { steps: readonly AthenaStepView[] }) {
  if (steps.length === 0) return null;
  return (
    <section aria-label="Questions to Athena" className="grid gap-1.5 px-3.5 py-2.5">
      <h3 className="font-medium">Questions to Athena</h3>
      <ol className="grid gap-1.5">
        {steps.map((step) => (
          <li key={step.number}>
            <details>
              <summary className="cursor-pointer">
                {visibleText(step.title)}{" "}
                <span className="text-dim">
                  · {STATES[step.state] ?? step.state} · {costOf(step)}
                </span>
              </summary>
              <pre className="mono my-1.5 whitespace-pre-wrap rounded-md border border-line p-2 text-sm [overflow-wrap:anywhere]">
                {visibleText(step.sql, { lines: true })}
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

function costOf({
  plannedBytes,
  plannedDollars,
  scannedBytes,
  dollars: charged,
  mostBytes,
  limitOf,
}: AthenaStepView): string {
  if (scannedBytes !== null && charged !== null)
    return `scanned ${formatBytes(scannedBytes)}, ${formatDollars(charged)}`;
  const limit = `stopped beyond ${formatBytes(mostBytes)}${limitOf === "workgroup" ? " by the workgroup's limit" : ""}`;
  if (plannedBytes === null || plannedDollars === null) return `what it scans is not known, ${limit}`;
  return `up to ${formatBytes(plannedBytes)}, ${formatDollars(plannedDollars)}, ${limit}`;
}
