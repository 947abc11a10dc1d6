import { access, writeFile } from "node:fs/promises";
import path from "node:path";
import { Command, Option } from "commander";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { findCase } from "@/lib/cases/find-case";
import { listAbandonedCases } from "@/lib/cases/list-abandoned-cases";
import { checkPaths } from "@/lib/cli/check-paths";
import { EXIT } from "@/lib/cli/exit-status";
import { interruptible } from "@/lib/cli/interruptible";
import { FORMATS, type InvestigateOptions, parseAddress, parseFormat, parseTime } from "@/lib/cli/investigate-options";
import { endProgressLine, progressLine } from "@/lib/cli/progress-line";
import { documentsRemotely, flagRemotely } from "@/lib/cli/remote/investigate-remotely";
import { loadRemotely } from "@/lib/cli/remote/load-remotely";
import { openRemoteCase } from "@/lib/cli/remote/remote-case";
import { openServer, serverOption } from "@/lib/cli/remote/server-option";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";
import { closeDatabase } from "@/lib/db/client";
import { detectAndInvestigate } from "@/lib/detect/detect-and-investigate";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { flaggedAddresses } from "@/lib/investigate/finding-matches";
import { investigate } from "@/lib/investigate/investigate";
import { latestFindings } from "@/lib/ledger/latest-findings";
import { renderReport } from "@/lib/report/render-report";

/** `threadline investigate PATH…`: loads evidence and prints the investigation document of the flagged address. */
export function investigateCommand(): Command {
  return new Command("investigate")
    .description("say what each instance that met a flagged address sent, looked up and called")
    .argument("<path...>", "log files and folders; folders are walked")
    .option("--ip <address>", "the flagged address; without it those that findings in the evidence flag", parseAddress)
    .option("--from <time>", "start of the window, ISO 8601; without it the first record", parseTime)
    .option("--to <time>", "end of the window, not part of it; without it one second after the last record", parseTime)
    .addOption(new Option("--format <format>", "what to print").choices(FORMATS).default("text"))
    .option("--out <file>", "write the document to a file instead of standard output")
    .option("--case <name>", "keep the evidence in the case of this name; opened when there is none")
    .option("--flow-format <format>", "the columns of flow logs without a header, as AWS shows them", parseFormat)
    .option("--reference", "leave the files where they are: hash them and keep their paths, no copies")
    .addOption(serverOption().conflicts(["flowFormat", "reference"]))
    .option("--strict", "exit with 3 when any record was rejected")
    .action(async (paths: string[], options: InvestigateOptions, command: Command) => {
      if (options.format === "pdf") {
        command.error("error: PDF is not made yet. Use --format html and print it from a browser.", {
          exitCode: EXIT.badUsage,
        });
      }
      if (options.from && options.to && options.from >= options.to) {
        command.error("error: --from must be before --to.", { exitCode: EXIT.badUsage });
      }
      if (options.server !== undefined && options.case === undefined) {
        command.error("error: --server needs --case: what is loaded there stays there.", { exitCode: EXIT.badUsage });
      }
      await checkPaths(paths, command);
      const { server, case: title } = options;
      if (server !== undefined && title !== undefined) {
        return interruptible((signal) => runOn(server, title, paths, options, signal));
      }
      try {
        await run(paths, options);
      } finally {
        await closeDatabase();
      }
    });
}

async function run(paths: string[], options: InvestigateOptions): Promise<void> {
  if (options.out !== undefined) await checkFolder(options.out);
  const documents = await interruptible(async (signal) =>
    options.case === undefined
      ? inScratchCase((caseId) => documentsOf(caseId, paths, options, signal))
      : documentsOf(await openCase(options.case), paths, options, signal),
  );
  await deliver(documents, options);
}

async function runOn(
  url: string,
  title: string,
  paths: string[],
  options: InvestigateOptions,
  signal: AbortSignal,
): Promise<void> {
  if (options.out !== undefined) await checkFolder(options.out);
  const server = openServer(url, signal);
  const caseId = await openRemoteCase(server, title, options);
  if (options.ip !== undefined) await flagRemotely(server, caseId, [options.ip]);
  const say = (line: string) => process.stderr.write(`${visibleText(line)}\n`);
  const { failed, skipped } = await loadRemotely(server, { caseId, paths }, { signal, say });
  for (const { name, reason } of skipped) say(`not read: ${name} (${reason})`);
  for (const { name, reason } of failed) say(`failed: ${name} (${reason})`);
  if (failed.length > 0) process.exitCode = EXIT.failed;
  await deliver(await documentsRemotely(server, caseId, options.ip), options);
}

async function checkFolder(file: string): Promise<void> {
  await access(path.dirname(path.resolve(file))).catch((cause: Error) => {
    throw new AppError("invalid", `Cannot write to ${visibleText(file)}: its folder is not there.`, { cause });
  });
}

async function openCase(title: string): Promise<string> {
  return ((await findCase(title)) ?? (await createCase({ title }))).id;
}

/** Drops what runs that were killed left behind; one that still loads is left alone. */
async function dropAbandonedCases(): Promise<void> {
  for (const { id } of await listAbandonedCases()) {
    await dropCase(id).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
  }
}

/** Runs `work` on a case that is gone afterwards, whatever happens in between. */
async function inScratchCase<T>(work: (caseId: string) => Promise<T>): Promise<T> {
  await dropAbandonedCases();
  const { id } = await createCase({ title: "investigate", scratch: true });
  try {
    return await work(id);
  } finally {
    await dropCase(id);
  }
}

async function documentsOf(
  caseId: string,
  paths: string[],
  { ip, from, to, case: kept, flowFormat, reference }: InvestigateOptions,
  signal: AbortSignal,
): Promise<InvestigationV1[]> {
  await load(caseId, { paths, flowFormat, reference }, signal);
  const flagged = ip === undefined ? flaggedAddresses(await latestFindings(caseId)) : [ip];
  const asked = { caseId, from: from ?? null, to: to ?? null };
  const detecting = { signal, atOnce: true, forget: kept === undefined };
  await detectAndInvestigate({ ...asked, ip: flagged[0] ?? null }, detecting);
  const documents: InvestigationV1[] = [];
  for (const address of flagged.length > 0 ? flagged : [null]) {
    signal.throwIfAborted();
    if (kept !== undefined && address !== null) {
      const source = ip === undefined ? "finding" : "user";
      await addIndicator({ caseId, kind: "address", value: address, source });
    }
    documents.push(await investigate({ ...asked, ip: address }));
  }
  return documents;
}

async function load(
  caseId: string,
  given: { paths: string[]; flowFormat: string | undefined; reference: boolean | undefined },
  signal: AbortSignal,
): Promise<void> {
  const result = await loadEvidence({ caseId, ...given, onProgress: progressLine(), signal }).finally(() =>
    endProgressLine(),
  );
  const note = (text: string) => process.stderr.write(`${visibleText(text)}\n`);
  for (const { name, reason } of result.skipped) note(`not read: ${name} (${reason})`);
  for (const { name, reason } of result.filesFailed) note(`failed: ${name} (${reason})`);
  signal.throwIfAborted();
  if (result.state !== "done") throw new AppError("unavailable", "The evidence could not be loaded.");
  if (result.filesFailed.length > 0) process.exitCode = EXIT.failed;
}

async function deliver(documents: InvestigationV1[], options: InvestigateOptions): Promise<void> {
  const { format, out } = options;
  const text = format === "pdf" ? "" : renderReport(format, documents);
  if (out === undefined) await new Promise<void>((done) => process.stdout.write(text, () => done()));
  else {
    await writeFile(out, text).catch((cause: Error) => {
      throw new AppError("invalid", `Cannot write to ${visibleText(out)}: ${cause.message}`, { cause });
    });
  }
  const rejected = documents[0]?.evidence.some((file) => file.rejected > 0) ?? false;
  if (options.strict && rejected && !process.exitCode) process.exitCode = EXIT.notAsItShould;
}
