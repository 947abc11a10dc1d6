import { visibleText } from "@/lib/core/visible-text";
import type { LoadProgress } from "@/lib/ingest/load-meter";

const BAR = 24;
const SPARSE_MS = 10_000;

interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows a load's progress: a bar that is written over on a terminal, elsewhere a line every ten seconds at most. */
export function progressLine(
  output: Output = process.stderr,
  now: () => number = () => performance.now(),
): (progress: LoadProgress) => void {
  let lastAt = now();
  return ({ filesDone, filesTotal, bytesDone, bytesTotal, recordsDone, recordsPerSecond, secondsLeft }) => {
    const share = bytesTotal > 0 ? Math.min(1, bytesDone / bytesTotal) : 1;
    const left = secondsLeft === null ? "" : `, ${Math.ceil(secondsLeft)} s left`;
    const counts =
      `${Math.floor(share * 100)} %, ${filesDone} of ${filesTotal} files, ${recordsDone} records, ` +
      `${Math.round(recordsPerSecond)} a second${left}`;
    if (output.isTTY) {
      const full = Math.floor(share * BAR);
      output.write(`\r\u001b[K[${"#".repeat(full)}${"-".repeat(BAR - full)}] ${counts}`);
    } else if (now() - lastAt >= SPARSE_MS) {
      lastAt = now();
      output.write(`${counts}\n`);
    }
  };
}

/** Takes the bar away again, so that what follows stands on a line of its own. */
export function endProgressLine(output: Output = process.stderr): void {
  if (output.isTTY) output.write("\r\u001b[K");
}

/** Names come from whoever packed the evidence: nothing in them steers a terminal. */
export const printable = visibleText;
