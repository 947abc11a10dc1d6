import { AutoRefresh } from "@/components/ui/auto-refresh";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { GoingCase } from "@/lib/timeline/life/list-going-cases";

/** How far the purges are that someone asked for. */
export function GoingCases({ going }: { going: readonly GoingCase[] }) {
  if (going.length === 0) return null;
  return (
    <section aria-label="Being purged" className="grid gap-2 rounded-lg border border-line bg-panel px-3.5 py-2.5">
      <AutoRefresh />
      {going.map(({ caseId, state, step, stepsDone, stepsTotal, error }) => (
        <div key={caseId} className="grid gap-1">
          <p className="text-dim">
            Case <span className="font-mono">{caseId.slice(0, 8)}</span> is being purged
            {state === "running" && step !== null ? `: ${step}, step ${stepsDone + 1} of ${stepsTotal}` : ""}
            {state === "queued" ? ": waiting for the worker" : ""}
            {error === null ? "." : `. ${error}`}
          </p>
          <ProgressBar label={`Purge of ${caseId.slice(0, 8)}`} value={stepsDone} max={stepsTotal} />
        </div>
      ))}
    </section>
  );
}
