import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import { AutoRefresh } from "@/components/ui/auto-refresh";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";

export interface LoadProgressRow {
  id: number;
  state: string;
  filesTotal: number;
  filesDone: number;
  bytesTotal: number;
  bytesDone: number;
  recordsDone: number;
  error: string | null;
  runningMs: number;
  failed: { name: string; error: string }[];
}

const STATES: Record<string, string> = {
  queued: "Waiting",
  loading: "Loading",
  sealing: "Indexing and joining",
  failed: "Failed",
  cancelled: "Cancelled",
  done: "Done, some files failed",
};

/** Loads that run, with their rate and the time left, and those that left something unread. */
export function LoadProgress({ loads }: { loads: readonly LoadProgressRow[] }) {
  if (loads.length === 0) return null;
  const running = loads.some(isRunning);
  return (
    <Card title="Loads">
      {running ? <AutoRefresh /> : null}
      <ul className="divide-y divide-soft">
        {loads.map((load) => (
          <li key={load.id} className="grid gap-1.5 px-3.5 py-2.5">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Chip tone={isRunning(load) ? "plain" : "warn"}>{STATES[load.state] ?? load.state}</Chip>
              <span>
                {formatCount(load.filesDone)} of {countOf(load.filesTotal, "file")}, {formatBytes(load.bytesDone)} of{" "}
                {formatBytes(load.bytesTotal)}, {countOf(load.recordsDone, "record")}
              </span>
              {isRunning(load) ? <span className="text-dim">{paceOf(load)}</span> : null}
            </div>
            {isRunning(load) ? (
              <progress
                aria-label={`Load ${load.id}`}
                className="h-1.5 w-full max-w-xl appearance-none overflow-hidden rounded-full bg-soft [&::-moz-progress-bar]:bg-flow [&::-webkit-progress-bar]:bg-soft [&::-webkit-progress-value]:bg-flow"
                value={load.bytesDone}
                max={Math.max(1, load.bytesTotal)}
              />
            ) : null}
            {load.error === null ? null : <p className="text-warn">{load.error}</p>}
            {load.failed.map((file) => (
              <p key={file.name} className="break-all text-dim">
                <span className="font-mono text-sm">{file.name}</span>: {file.error}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function isRunning({ state }: LoadProgressRow): boolean {
  return state === "queued" || state === "loading" || state === "sealing";
}

function paceOf({ bytesDone, bytesTotal, recordsDone, runningMs }: LoadProgressRow): string {
  if (runningMs < 1000 || recordsDone === 0) return "";
  const left = bytesDone > 0 ? ((bytesTotal - bytesDone) / bytesDone) * runningMs : null;
  const pace = `${formatCount(Math.round((recordsDone / runningMs) * 1000))} records a second`;
  return left === null || left < 1000 ? pace : `${pace}, about ${formatDuration(left)} left`;
}
