import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { OPERATOR } from "@/lib/auth/person";
import { findCase } from "@/lib/cases/find-case";
import { interruptible } from "@/lib/cli/interruptible";
import { printable } from "@/lib/cli/progress-line";
import { getRemoteCase } from "@/lib/cli/remote/remote-case";
import { reportRemotely } from "@/lib/cli/remote/report-remotely";
import { openServer, serverOption } from "@/lib/cli/remote/server-option";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";
import { closeDatabase } from "@/lib/db/client";
import { exportBundle } from "@/lib/exports/bundle/export-bundle";
import { exportCase } from "@/lib/exports/export-case";
import { ALL_FORMAT_IDS, type AnyFormat } from "@/lib/report/export-formats";
import { MASKED_FIELDS, type MaskedField } from "@/lib/report/report-settings";

interface ReportOptions {
  format: AnyFormat;
  out: string;
  version?: number;
  mask?: MaskedField[];
  server?: string;
}

/** `threadline report CASE --out FILE`: writes the report of a case, as it was put together on its page, to a file. */
export function reportCommand(): Command {
  return new Command("report")
    .description("write the report of a case to a file, put together as on its page")
    .argument("<case>", "the name of the case")
    .requiredOption("--out <file>", "the file to write; one that is there is replaced")
    .addOption(new Option("--format <format>", "what to write").choices(ALL_FORMAT_IDS).default("html"))
    .addOption(
      new Option("--version <number>", "of a frozen version instead of the case as it is").argParser(versionNumber),
    )
    .addOption(
      new Option("--mask <fields...>", "mask these fields instead of those chosen on the page").choices(
        Object.keys(MASKED_FIELDS),
      ),
    )
    .addOption(serverOption())
    .action(async (title: string, options: ReportOptions) => {
      const { server } = options;
      if (server !== undefined) return interruptible((signal) => reportOn(server, title, options, signal));
      try {
        await interruptible((signal) => report(title, options, signal));
      } finally {
        await closeDatabase();
      }
    });
}

/** Throws an InvalidArgumentError for what is no number of a version. */
function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("It is a number from 1 on.");
  return Number(text);
}

async function reportOn(url: string, title: string, options: ReportOptions, signal: AbortSignal): Promise<void> {
  const server = openServer(url, signal);
  const { format, out, version = null, mask: masked = [] } = options;
  const caseId = await getRemoteCase(server, title);
  await reportRemotely(server, { caseId, out, format, version, masked }, signal);
}

async function report(
  title: string,
  { format, out, mask, version }: ReportOptions,
  signal: AbortSignal,
): Promise<void> {
  const found = await findCase(title);
  if (!found) throw new AppError("not-found", `There is no case named ${printable(title)}.`);
  const request = { caseId: found.id, version, masked: mask, signal };
  const writing =
    format === "bundle"
      ? exportBundle({ ...request, path: out }, OPERATOR)
      : exportCase({ ...request, format }, OPERATOR).then(({ bytes }) => writeFile(out, bytes, { mode: 0o600 }));
  await writing.catch((cause: Error) => {
    if (!("code" in cause) || cause instanceof AppError) throw cause;
    throw new AppError("invalid", `Cannot write to ${visibleText(out)}: ${cause.message}`, { cause });
  });
}
