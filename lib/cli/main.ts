import { Command, CommanderError } from "commander";
import { auditCommand } from "@/lib/cli/audit-command";
import { backupCommand } from "@/lib/cli/backup-command";
import { caseCommand } from "@/lib/cli/case-command";
import { EXIT } from "@/lib/cli/exit-status";
import { fetchCommand } from "@/lib/cli/fetch-command";
import { investigateCommand } from "@/lib/cli/investigate-command";
import { keyCommand } from "@/lib/cli/key-command";
import { loadCommand } from "@/lib/cli/load-command";
import { reportCommand } from "@/lib/cli/report-command";
import { restoreCommand } from "@/lib/cli/restore-command";
import { sampleCommand } from "@/lib/cli/sample-command";
import { verifyCommand } from "@/lib/cli/verify-command";
import { whoCommand } from "@/lib/cli/who-command";
import { AppError } from "@/lib/core/app-error";
import manifest from "@/package.json";

function program(): Command {
  const threadline = new Command("threadline")
    .description(manifest.description)
    .version(manifest.version)
    .exitOverride()
    // What stands behind a command is the command's: `--version` of a report is not the program's.
    .enablePositionalOptions()
    .addHelpText("after", "\n  threadline doctor says what is wrong with this installation.");
  // A command that is made elsewhere does not inherit this.
  for (const command of [
    auditCommand(),
    backupCommand(),
    caseCommand(),
    fetchCommand(),
    investigateCommand(),
    keyCommand(),
    loadCommand(),
    reportCommand(),
    restoreCommand(),
    sampleCommand(),
    verifyCommand(),
    whoCommand(),
  ]) {
    threadline.addCommand(command.exitOverride().showHelpAfterError("(--help says more)"));
  }
  return threadline;
}

async function main(): Promise<void> {
  // A reader that has seen enough (head, less) closes the pipe: that is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : EXIT.failed));
  try {
    await program().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT.badUsage;
    } else if (error instanceof AppError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = error.code === "cancelled" ? EXIT.interrupted : EXIT.failed;
    } else {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = EXIT.failed;
    }
  }
}

await main();
