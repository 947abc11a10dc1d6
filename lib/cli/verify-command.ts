import { Command } from "commander";
import { auditIsEnforced } from "@/lib/audit/audit-is-enforced";
import { type ChainVerdict, verifyAuditChain } from "@/lib/audit/verify-chain";
import { OPERATOR } from "@/lib/auth/person";
import { askEvidenceCheck } from "@/lib/cases/ask-evidence-check";
import { findCase } from "@/lib/cases/find-case";
import { EXIT } from "@/lib/cli/exit-status";
import { interruptible } from "@/lib/cli/interruptible";
import { printable } from "@/lib/cli/progress-line";
import { AppError } from "@/lib/core/app-error";
import { type EvidenceVerdict, holds } from "@/lib/custody/evidence-check.types";
import { type CheckProgress, runEvidenceCheck } from "@/lib/custody/run-evidence-check";
import { closeDatabase, prisma } from "@/lib/db/client";
import { checkVersions } from "@/lib/exports/versions/read-version";

/** `threadline verify [CASE]`: re-hashes the originals of a case, or of all, and checks the frozen versions and the audit trail. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "hash the originals again and say which changed or are missing; check frozen versions and the audit trail",
    )
    .argument("[case]", "the name of the case; without it all cases")
    .action(async (title: string | undefined) => {
      try {
        await interruptible((signal) => verify(title, signal));
      } finally {
        await closeDatabase();
      }
    });
}

async function verify(title: string | undefined, signal: AbortSignal): Promise<void> {
  for (const { id, title: name } of await listCases(title)) {
    const { checkId } = await askEvidenceCheck({ caseId: id }, OPERATOR);
    const verdict = await runEvidenceCheck(checkId, { signal, onProgress: showProgress });
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
    process.stdout.write(verdictText(name, verdict));
    const { versions, faults } = await checkVersions(id);
    for (const fault of faults) process.stdout.write(`${printable(`${name}: ${fault}`)}\n`);
    if (versions > 0 && faults.length === 0)
      process.stdout.write(
        `${printable(name)}: ${versions} frozen ${versions === 1 ? "version" : "versions"}, hash and signature hold\n`,
      );
    if (!holds(verdict) || faults.length > 0) process.exitCode = EXIT.notAsItShould;
  }
  if (title !== undefined) return;
  const trail = await verifyAuditChain();
  process.stdout.write(`${capitalized(trailText(trail))}; ${await protection()}\n`);
  if (trail.brokenAt !== null) process.exitCode = EXIT.notAsItShould;
}

async function protection(): Promise<string> {
  return (await auditIsEnforced())
    ? "the database role of the app cannot change it"
    : "a trigger protects it, which the database role of the app could take away";
}

function trailText({ entries, brokenAt }: ChainVerdict): string {
  return brokenAt === null
    ? `the audit trail's ${entries} entries hold`
    : `the audit trail is broken at entry ${brokenAt} of ${entries}`;
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

async function listCases(title: string | undefined): Promise<{ id: string; title: string }[]> {
  if (title === undefined) {
    return prisma().case.findMany({
      where: { scratch: false, state: { not: "purging" } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
      select: { id: true, title: true },
    });
  }
  const found = await findCase(title);
  if (!found) throw new AppError("not-found", `There is no case named ${printable(title)}.`);
  return [found];
}

/** What a check came to, for a terminal: names and paths steer nothing. */
function verdictText(title: string, { files, bytes, faulty, faults, audit }: EvidenceVerdict): string {
  const lines = faults.map(({ state, name, sha256, reason }) => `${state}: ${name} (${sha256}) ${reason}`);
  if (faulty > faults.length) lines.push(`and ${faulty - faults.length} more`);
  const trail = trailText(audit);
  const sum = faulty === 0 ? "all as loaded" : `${faulty} not as loaded`;
  lines.push(`${title}: ${files} ${files === 1 ? "original" : "originals"} of ${bytes} bytes, ${sum}; ${trail}`);
  return `${lines.map((line) => printable(line)).join("\n")}\n`;
}

function showProgress({ filesDone, filesTotal, bytesDone, bytesTotal }: CheckProgress): void {
  if (!process.stderr.isTTY) return;
  const share = bytesTotal > 0 ? Math.floor((100 * bytesDone) / bytesTotal) : 100;
  process.stderr.write(`\r\u001b[K${share} %, ${filesDone} of ${filesTotal} files`);
}
