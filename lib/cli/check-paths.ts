import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { EXIT } from "@/lib/cli/exit-status";
import { printable } from "@/lib/cli/progress-line";

/** Ends the command as badly used, before anything is opened, when one of the paths leads nowhere. */
export async function checkPaths(paths: readonly string[], command: Command): Promise<void> {
  for (const path of paths) {
    const code = await stat(path).then(
      () => null,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code !== "ENOENT" && code !== "ENOTDIR") continue;
    command.error(`error: There is no file or folder ${printable(path)}.`, { exitCode: EXIT.badUsage });
  }
}
