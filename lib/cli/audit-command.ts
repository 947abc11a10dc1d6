import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Argument, Command, Option } from "commander";
import { OPERATOR } from "@/lib/auth/person";
import { findCase } from "@/lib/cases/find-case";
import { interruptible } from "@/lib/cli/interruptible";
import { printable } from "@/lib/cli/progress-line";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";
import { closeDatabase } from "@/lib/db/client";
import { AUDIT_FORMATS, type AuditFormat, exportAudit } from "@/lib/exports/export-audit";

interface AuditOptions {
  format: AuditFormat;
  out?: string;
  case?: string;
  actor?: string;
  action?: string;
}

/** `threadline audit export`: the audit trail as a table or as lines with their hashes. */
export function auditCommand(): Command {
  return new Command("audit")
    .description(
      "write the audit trail, or what fits of it, the first entry first; that it was taken out is an entry itself",
    )
    .addArgument(new Argument("<what>", "what to do with the trail").choices(["export"]))
    .addOption(new Option("--format <format>", "what to write").choices(Object.keys(AUDIT_FORMATS)).default("jsonl"))
    .option("--case <name>", "entries of this case alone")
    .option("--actor <who>", "entries of this actor alone")
    .option("--action <action>", "entries of this action alone, by its name: person.signed-in")
    .option("--out <file>", "the file to write, one that is there is replaced; else standard output")
    .action(async (_what: "export", options: AuditOptions) => {
      try {
        await interruptible((signal) => audit(options, signal));
      } finally {
        await closeDatabase();
      }
    });
}

async function audit({ format, out, case: title, ...named }: AuditOptions, signal: AbortSignal): Promise<void> {
  const found = title === undefined ? undefined : await findCase(title);
  if (found === null) throw new AppError("not-found", `There is no case named ${printable(title ?? "")}.`);
  const { actor, action } = named;
  const pieces = await exportAudit({ format, filter: { actor, action, caseId: found?.id }, signal }, OPERATOR);
  if (out === undefined) return pipeline(Readable.from(pieces), process.stdout, { end: false, signal });
  await pipeline(Readable.from(pieces), createWriteStream(out, { mode: 0o600 }), { signal }).catch((cause: Error) => {
    if (!("syscall" in cause)) throw cause;
    throw new AppError("invalid", `Cannot write to ${visibleText(out)}: ${cause.message}`, { cause });
  });
}
