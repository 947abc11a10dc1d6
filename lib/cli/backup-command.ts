import { resolve } from "node:path";
import { Command } from "commander";
import { interruptible } from "@/lib/cli/interruptible";
import { stepLine } from "@/lib/cli/step-line";
import { closeDatabase } from "@/lib/db/client";
import { backup } from "@/lib/transfer/backup";

/** `threadline backup --out FILE`: the whole installation as of one moment, in one tar. */
export function backupCommand(): Command {
  return new Command("backup")
    .description("write the whole installation, as of one moment, into one file")
    .requiredOption("--out <file>", "the file to write; one that is there is replaced")
    .option("--no-originals", "leave the originals out and keep their hashes; they are to be kept by other means")
    .action(async ({ out, originals }: { out: string; originals: boolean }) => {
      const line = stepLine();
      try {
        const done = await interruptible((signal) =>
          backup({
            ...{ path: resolve(out), withOriginals: originals, signal },
            onProgress: ({ step, bytesDone }) => line.show(`${step}, ${Math.round(bytesDone / 1e6)} MB`),
          }),
        );
        line.end();
        const kept = originals ? `with ${done.originals} originals` : `without the ${done.originals} originals`;
        process.stdout.write(
          `${done.tables} tables, ${kept} of ${done.originalBytes} bytes. Keep it closed: it has keys in it.\n`,
        );
      } finally {
        line.end();
        await closeDatabase();
      }
    });
}
