import Link from "next/link";
import { countOf, formatCount } from "@/components/format/format-count";
import { AutoRefresh } from "@/components/ui/auto-refresh";

export interface RunningLoad {
  state: string;
  filesDone: number;
  filesTotal: number;
}

/** What a case's page says while evidence is on its way: numbers below are of what is there already. */
export function LoadingEvidence({ caseId, loads }: { caseId: string; loads: readonly RunningLoad[] }) {
  if (loads.length === 0) return null;
  const done = loads.reduce((sum, { filesDone }) => sum + filesDone, 0);
  const total = loads.reduce((sum, { filesTotal }) => sum + filesTotal, 0);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-panel px-3.5 py-2">
      <AutoRefresh />
      <p role="status">
        Evidence is being loaded:{" "}
        {loads.every(({ state }) => state === "sealing")
          ? "indexing and joining its records"
          : `${formatCount(done)} of ${countOf(total, "file")}`}
        . The answers come when it is done.
      </p>
      <progress
        aria-label="Files loaded"
        value={done}
        max={Math.max(1, total)}
        className="h-1.5 w-40 appearance-none overflow-hidden rounded-full bg-soft [&::-moz-progress-bar]:bg-flow [&::-webkit-progress-bar]:bg-soft [&::-webkit-progress-value]:bg-flow"
      />
      <Link href={`/cases/${caseId}/evidence`} className="text-flow underline">
        See its progress
      </Link>
    </div>
  );
}
