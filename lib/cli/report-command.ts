import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { OPERATOR } from "@/lib/auth/person";
import { findCase } from "@/lib/cases/find-case";
import { interruptible } from "@/lib/cli/interruptible";
import { printable } from "@/lib/cli/progress-line";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";
import { closeDatabase } from "@/lib/db/client";
import { exportCase } from "@/lib/exports/export-case";
import { EXPORT_IDS, type ExportFormat } from "@/lib/report/export-formats";
import { MASKED_FIELDS, type MaskedField } from "@/lib/report/report-settings";

interface ReportOptions {
  format: ExportFormat;
  out: string;
  mask?: MaskedField[];
}

/** `threadline report CASE --out FILE`: writes the report of a case, as it was put together on its page, to a file. */
export function reportCommand(): Command {
  return new Command("report")
    .description("write the report of a case to a file, put together as on its page")
    .argument("<case>", "the name of the case")
    .requiredOption("--out <file>", "the file to write; one that is there is replaced")
    .addOption(new Option("--format <format>", "what to write").choices(EXPORT_IDS).default("html"))
    .addOption(
      new Option("--mask <fields...>", "mask these fields instead of those chosen on the page").choices(
        Object.keys(MASKED_FIELDS),
      ),
    )
    .action(async (title: string, options: ReportOptions) => {
      try {
        await interruptible((signal) => report(title, options, signal));
      } finally {
        await closeDatabase();
      }
    });
}

async function report(title: string, { format, out, mask }: ReportOptions, signal: AbortSignal): Promise<void> {
  const found = await findCase(title);
  if (!found) throw new AppError("not-found", `There is no case named ${printable(title)}.`);
  const { bytes } = await exportCase({ caseId: found.id, format, masked: mask, signal }, OPERATOR);
  await writeFile(out, bytes, { mode: 0o600 }).catch((cause: Error) => {
    throw new AppError("invalid", `Cannot write to ${visibleText(out)}: ${cause.message}`, { cause });
  });
}
