import { resolve } from "node:path";
import { Argument, Command } from "commander";
import { OPERATOR } from "@/lib/auth/person";
import { findCase } from "@/lib/cases/find-case";
import { checkPaths } from "@/lib/cli/check-paths";
import { EXIT } from "@/lib/cli/exit-status";
import { interruptible } from "@/lib/cli/interruptible";
import { endProgressLine, printable, progressLine } from "@/lib/cli/progress-line";
import { stepLine } from "@/lib/cli/step-line";
import { AppError } from "@/lib/core/app-error";
import { closeDatabase } from "@/lib/db/client";
import { askDetections } from "@/lib/detect/ask-detections";
import { runLoad } from "@/lib/ingest/run-load";
import { exportCaseArchive } from "@/lib/transfer/export-case";
import { importCaseArchive } from "@/lib/transfer/import-case";
import { packToFile } from "@/lib/transfer/pack-writer";

/** `threadline case export CASE --out FILE` and `threadline case import FILE`: a case from one installation to another. */
export function caseCommand(): Command {
  return new Command("case")
    .description("take a case to another installation: originals, what people said in it, its audit trail")
    .addArgument(new Argument("<what>", "what to do").choices(["export", "import"]))
    .argument("<name>", "of the case to export, or of the file to import")
    .option("--out <file>", "the file to export to; one that is there is replaced")
    .action(async (what: "export" | "import", name: string, { out }: { out?: string }, command: Command) => {
      if (what === "export" && out === undefined) command.error("error: required option '--out <file>' not specified");
      if (what === "import") await checkPaths([name], command);
      await closing(() => (out !== undefined && what === "export" ? takeOut(name, out) : bringIn(name)));
    });
}

async function closing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await closeDatabase();
  }
}

async function takeOut(title: string, out: string): Promise<void> {
  const found = await findCase(title);
  if (!found) throw new AppError("not-found", `There is no case named ${printable(title)}.`);
  const line = stepLine();
  const { files } = await interruptible((signal) =>
    packToFile(resolve(out), (writer) =>
      exportCaseArchive(
        {
          ...{ caseId: found.id, signal },
          onProgress: ({ filesDone, filesTotal }) => line.show(`${filesDone} of ${filesTotal} originals`),
        },
        writer,
        OPERATOR,
      ),
    ),
  ).finally(() => line.end());
  process.stdout.write(`${printable(found.title)}: ${files} originals written\n`);
}

async function bringIn(file: string): Promise<void> {
  await interruptible(async (signal) => {
    const { caseId, title, load } = await importCaseArchive({ path: resolve(file), signal }, OPERATOR);
    const result = load === null ? null : await runLoad(load.loadId, { onProgress: progressLine(), signal });
    endProgressLine();
    await askDetections(caseId);
    process.stdout.write(
      `${printable(title)}: ${result?.filesLoaded ?? 0} files loaded, ${result?.records ?? 0} records\n`,
    );
    if (result && result.state !== "done") process.exitCode = signal.aborted ? EXIT.interrupted : EXIT.failed;
  });
}
