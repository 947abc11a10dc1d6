import { totalsOf, type UploadItem, type UploadTotals } from "@/components/evidence/upload-progress";
import type { UploadSnapshot } from "@/components/evidence/upload-queue";
import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import { formatDuration } from "@/components/format/format-time";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "@/components/ui/progress-bar";
import { visibleText } from "@/lib/core/visible-text";

const SHOWN = 8;
const ORDER = ["failed", "stalled", "sending", "waiting"];

/** How a drop comes along: all of it, and the files that need or get attention now. */
export function UploadList({
  snapshot: { items, startedMs, ended },
  onCancel,
  onRetry,
  onForget,
}: {
  snapshot: UploadSnapshot;
  onCancel: (key?: string) => void;
  onRetry: () => void;
  onForget: () => void;
}) {
  const totals = totalsOf(items, Date.now() - startedMs);
  const open = items
    .filter(({ state }) => ORDER.includes(state))
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const failed = items.filter(({ state }) => state === "failed").length;
  return (
    <section aria-label="Upload" className="grid gap-2 text-left">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status">{headline(totals, ended, failed)}</p>
        {ended ? (
          <span className="flex gap-2">
            {failed > 0 ? <Button onClick={onRetry}>Try again</Button> : null}
            <Button tone="quiet" onClick={onForget}>
              Close
            </Button>
          </span>
        ) : (
          <Button onClick={() => onCancel()}>Cancel the upload</Button>
        )}
      </div>
      <ProgressBar label="Upload" value={totals.bytesSent} max={totals.bytes} />
      <ul className="grid gap-1">
        {open.slice(0, SHOWN).map((item) => (
          <li key={item.key} className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
            <span className="mono min-w-0 break-all">{visibleText(item.name)}</span>
            <span className={item.state === "failed" ? "text-flag" : "text-dim"}>{stateOf(item)}</span>
            {item.state === "failed" ? null : (
              <Button tone="quiet" aria-label={`Cancel ${visibleText(item.name)}`} onClick={() => onCancel(item.key)}>
                Cancel
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open.length > SHOWN ? <p className="text-dim">and {countOf(open.length - SHOWN, "more file")}</p> : null}
    </section>
  );
}

function headline(totals: UploadTotals, ended: boolean, failed: number): string {
  if (ended && failed > 0) return `${countOf(failed, "file")} could not be sent. Nothing is loaded until they are.`;
  if (ended && totals.files === 0) return "The upload was cancelled.";
  const pace = totals.bytesPerSecond === null ? "" : `, ${formatBytes(totals.bytesPerSecond)} a second`;
  const left = totals.msLeft === null || totals.msLeft < 1000 ? "" : `, about ${formatDuration(totals.msLeft)} left`;
  return `${formatCount(totals.filesSent)} of ${countOf(totals.files, "file")} sent, ${formatBytes(totals.bytesSent)} of ${formatBytes(totals.bytes)}${pace}${left}`;
}

function stateOf({ state, sent, size, resumedAt, problem }: UploadItem): string {
  const share = (bytes: number) => `${size === 0 ? 100 : Math.floor((bytes / size) * 100)} %`;
  if (state === "failed") return problem ?? "It could not be sent.";
  if (state === "stalled") return `${share(sent)}; waiting for the connection, then it goes on by itself`;
  if (state === "waiting") return `${formatBytes(size)}, waiting`;
  return resumedAt > 0 ? `${share(sent)}, resumed at ${share(resumedAt)}` : `${share(sent)} of ${formatBytes(size)}`;
}
