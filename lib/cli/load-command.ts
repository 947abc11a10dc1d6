import { Command } from "commander";
import { createCase } from "@/lib/cases/create-case";
import { findCase } from "@/lib/cases/find-case";
import { AppError } from "@/lib/core/app-error";
import { closeDatabase } from "@/lib/db/client";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { LoadProgress } from "@/lib/ingest/load-meter";

/** `threadline load PATH… --case NAME`: loads evidence into a case, which is opened when there is none of that name. */
export function loadCommand(): Command {
  return new Command("load")
    .description("load log files and folders into a case")
    .argument("<path...>", "files or folders; folders are walked")
    .requiredOption("--case <name>", "the case to load into; opened when there is none of that name")
    .action(async (paths: string[], options: { case: string }) => {
      try {
        await load(paths, options.case);
      } finally {
        await closeDatabase();
      }
    });
}

async function load(paths: string[], title: string): Promise<void> {
  const interrupt = new AbortController();
  const cancel = () => interrupt.abort(new AppError("cancelled", "Interrupted."));
  process.once("SIGINT", cancel);
  try {
    const { id } = (await findCase(title)) ?? (await createCase({ title }));
    const result = await loadEvidence({ caseId: id, paths, onProgress: progressLine(), signal: interrupt.signal });
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    for (const { name, reason } of result.skipped) process.stderr.write(`not read: ${printable(name)} (${reason})\n`);
    for (const { name, reason } of result.filesFailed) {
      process.stderr.write(`failed: ${printable(name)} (${printable(reason)})\n`);
    }
    process.stdout.write(
      `${result.filesLoaded} files loaded, ${result.filesKnown} already known, ${result.filesFailed.length} failed: ` +
        `${result.records} records, ${result.duplicates} duplicates, ${result.rejected} rejected\n`,
    );
    if (result.state !== "done") process.exitCode = 1;
  } finally {
    process.removeListener("SIGINT", cancel);
  }
}

/** A line that is written over on a terminal; nothing elsewhere, where it would only fill a log. */
function progressLine(): (progress: LoadProgress) => void {
  return (progress) => {
    if (!process.stderr.isTTY) return;
    const { filesDone, filesTotal, bytesDone, bytesTotal, recordsDone, recordsPerSecond, secondsLeft } = progress;
    const percent = bytesTotal > 0 ? Math.min(100, Math.floor((100 * bytesDone) / bytesTotal)) : 100;
    const left = secondsLeft === null ? "" : `, ${Math.ceil(secondsLeft)} s left`;
    process.stderr.write(
      `\r\u001b[K${percent} % of ${filesTotal} files, ${filesDone} done, ${recordsDone} records, ` +
        `${Math.round(recordsPerSecond)} a second${left}`,
    );
  };
}

/** Names come from whoever packed the evidence: what would steer a terminal is shown as a question mark. */
function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}/gu, "?");
}
