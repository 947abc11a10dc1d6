import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { findCase } from "@/lib/cases/find-case";
import { EXIT } from "@/lib/cli/exit-status";
import { interruptible } from "@/lib/cli/interruptible";
import { endProgressLine, progressLine } from "@/lib/cli/progress-line";
import { AppError } from "@/lib/core/app-error";
import { closeDatabase } from "@/lib/db/client";
import { askDetections } from "@/lib/detect/ask-detections";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { INCIDENT, writeIncident } from "@/prisma/incidents/web-tier/write-incident";

/**
 * `threadline sample DIR`: writes the sample incident's log files into a new or empty folder; `--load` also opens its
 * case and loads them like any evidence. Throws AppError `invalid` for a folder that holds something or cannot be made.
 */
export function sampleCommand(): Command {
  return new Command("sample")
    .description("write a made-up incident's log files into a folder")
    .argument("<dir>", "a new or empty folder")
    .option("--load", "also open its case and load the files into it")
    .option("--scale <share>", "thin what is not the story: from 0.01 to 1", readScale, 1)
    .action(async (dir: string, options: { load?: boolean; scale: number }) => {
      const folder = path.resolve(dir);
      openFolder(folder);
      const { files } = writeIncident(folder, { scale: options.scale });
      process.stderr.write(`${files.size} files written below ${folder}\n`);
      if (options.load) await load(folder);
      else process.stdout.write(`npx threadline investigate ${shellWord(folder)} --ip ${INCIDENT.indicator}\n`);
    });
}

function readScale(text: string): number {
  const scale = Number(text);
  if (!(scale >= 0.01 && scale <= 1)) throw new InvalidArgumentError("Give a number from 0.01 to 1.");
  return scale;
}

/** Evidence of someone's own is never mixed with what was made up. */
function openFolder(folder: string): void {
  let entries: string[];
  try {
    mkdirSync(folder, { recursive: true });
    entries = readdirSync(folder);
  } catch (cause) {
    throw new AppError("invalid", `Cannot write to ${folder}: ${(cause as Error).message}`, { cause });
  }
  if (entries.length > 0) throw new AppError("invalid", `${folder} is not empty. Name a new folder.`);
}

async function load(folder: string): Promise<void> {
  try {
    await interruptible(async (signal) => {
      const { title, indicator, from, to } = INCIDENT;
      const { id: caseId } = (await findCase(title)) ?? (await createCase({ title, windowFrom: from, windowTo: to }));
      await addIndicator({ caseId, kind: "address", value: indicator });
      const result = await loadEvidence({ caseId, paths: [folder], onProgress: progressLine(), signal }).finally(() =>
        endProgressLine(),
      );
      await askDetections(caseId);
      process.stdout.write(
        `${title}: ${result.filesLoaded} files loaded, ${result.filesKnown} already known, ${result.records} records, ` +
          `${result.duplicates} duplicates, ${result.rejected} rejected\n`,
      );
      if (result.state !== "done") process.exitCode = signal.aborted ? EXIT.interrupted : EXIT.failed;
    });
  } finally {
    await closeDatabase();
  }
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
