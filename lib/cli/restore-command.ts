import { resolve } from "node:path";
import { Command } from "commander";
import { checkPaths } from "@/lib/cli/check-paths";
import { EXIT } from "@/lib/cli/exit-status";
import { interruptible } from "@/lib/cli/interruptible";
import { stepLine } from "@/lib/cli/step-line";
import { closeDatabase } from "@/lib/db/client";
import { restore } from "@/lib/transfer/restore";

/** `threadline restore FILE`: makes an empty installation what a backup was taken of. */
export function restoreCommand(): Command {
  return new Command("restore")
    .description("make an empty installation what a backup was taken of")
    .argument("<file>", "the backup")
    .action(async (file: string, _options: unknown, command: Command) => {
      await checkPaths([file], command);
      const line = stepLine();
      try {
        const { tables, originals, missing } = await interruptible((signal) =>
          restore({
            ...{ path: resolve(file), signal },
            onProgress: ({ step, entries }) => line.show(`${entries} entries, ${step}`),
          }),
        );
        line.end();
        process.stdout.write(`${tables} tables and ${originals} originals restored. Everyone signs in anew.\n`);
        for (const sha256 of missing) process.stderr.write(`not here: original ${sha256}\n`);
        if (missing.length > 0) process.exitCode = EXIT.notAsItShould;
      } finally {
        line.end();
        await closeDatabase();
      }
    });
}
