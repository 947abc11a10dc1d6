import { Command, InvalidArgumentError } from "commander";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { findCase } from "@/lib/cases/find-case";
import { checkPaths } from "@/lib/cli/check-paths";
import { EXIT } from "@/lib/cli/exit-status";
import { interruptible } from "@/lib/cli/interruptible";
import { parseFormat } from "@/lib/cli/investigate-options";
import { endProgressLine, printable, progressLine } from "@/lib/cli/progress-line";
import { flagRemotely } from "@/lib/cli/remote/investigate-remotely";
import { loadRemotely } from "@/lib/cli/remote/load-remotely";
import { openRemoteCase } from "@/lib/cli/remote/remote-case";
import { openServer, serverOption } from "@/lib/cli/remote/server-option";
import { canonicalAddress } from "@/lib/core/address";
import { closeDatabase } from "@/lib/db/client";
import { askDetections } from "@/lib/detect/ask-detections";
import { loadEvidence } from "@/lib/ingest/load-evidence";

function addresses(text: string, before: string[] = []): string[] {
  const ip = canonicalAddress(text.trim());
  if (ip === null) throw new InvalidArgumentError("That is not an IP address.");
  return [...before, ip];
}

interface LoadOptions {
  case: string;
  ip?: string[];
  flowFormat?: string;
  reference?: boolean;
  server?: string;
}

/** `threadline load PATH… --case NAME`: loads evidence into a case, which is opened when there is none of that name. */
export function loadCommand(): Command {
  return new Command("load")
    .description("load log files and folders into a case")
    .argument("<path...>", "files or folders; folders are walked")
    .requiredOption("--case <name>", "the case to load into; opened when there is none of that name")
    .option("--ip <address>", "a flagged address of the case; may be given more than once", addresses)
    .option("--flow-format <format>", "the columns of flow logs without a header, as AWS shows them", parseFormat)
    .option("--reference", "leave the files where they are: hash them and keep their paths, no copies")
    .addOption(serverOption().conflicts(["flowFormat", "reference"]))
    .action(async (paths: string[], options: LoadOptions, command: Command) => {
      await checkPaths(paths, command);
      const { server } = options;
      if (server !== undefined) return interruptible((signal) => loadOn(server, paths, options, signal));
      try {
        await interruptible((signal) => load(paths, options, signal));
      } finally {
        await closeDatabase();
      }
    });
}

async function loadOn(url: string, paths: string[], options: LoadOptions, signal: AbortSignal): Promise<void> {
  const server = openServer(url, signal);
  const caseId = await openRemoteCase(server, options.case);
  await flagRemotely(server, caseId, options.ip ?? []);
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const { files, records, failed, skipped } = await loadRemotely(server, { caseId, paths }, { signal, say });
  for (const { name, reason } of skipped) say(`not read: ${printable(name)} (${reason})`);
  for (const { name, reason } of failed) say(`failed: ${printable(name)} (${printable(reason)})`);
  process.stdout.write(`${files} files sent, ${failed.length} failed: ${records} records\n`);
  if (failed.length > 0) process.exitCode = EXIT.failed;
}

async function load(paths: string[], options: LoadOptions, signal: AbortSignal): Promise<void> {
  const { case: title, ip: ips = [], flowFormat, reference } = options;
  const { id: caseId } = (await findCase(title)) ?? (await createCase({ title }));
  for (const value of ips) await addIndicator({ caseId, kind: "address", value });
  const result = await loadEvidence({ caseId, paths, flowFormat, reference, onProgress: progressLine(), signal });
  endProgressLine();
  await askDetections(caseId);
  for (const { name, reason } of result.skipped) process.stderr.write(`not read: ${printable(name)} (${reason})\n`);
  for (const { name, reason } of result.filesFailed) {
    process.stderr.write(`failed: ${printable(name)} (${printable(reason)})\n`);
  }
  if (result.state === "failed" && result.filesLeft > 0)
    process.stderr.write(
      `stopped with ${result.filesLeft} files left: ${printable(result.error ?? "")} The same command reads them then.\n`,
    );
  process.stdout.write(
    `${result.filesLoaded} files loaded, ${result.filesKnown} already known, ${result.filesFailed.length} failed: ` +
      `${result.records} records, ${result.duplicates} duplicates, ${result.rejected} rejected\n`,
  );
  if (result.state !== "done") process.exitCode = signal.aborted ? EXIT.interrupted : EXIT.failed;
}
