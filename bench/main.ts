import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { copyRows } from "@/bench/copy-rows";
import { type LoadMeasure, loadLogs } from "@/bench/load-logs";
import { runApart } from "@/bench/run-apart";
import { benchFolders, FILES, writeFlowLogs } from "@/bench/write-flow-logs";
import { closeDatabase } from "@/lib/db/client";
import { env } from "@/lib/env";

interface Phase {
  phase: string;
  folder: string;
  records: number;
}

async function doPhase({ phase, folder, records }: Phase): Promise<unknown> {
  try {
    if (phase === "write") await writeFlowLogs(folder, records);
    else if (phase === "copy") return { seconds: await copyRows(benchFolders(folder).rows) };
    else if (phase === "load") return await loadLogs(benchFolders(folder).logs);
    return {};
  } finally {
    await closeDatabase();
  }
}

const perSecond = (records: number, seconds: number) => `${Math.round(records / seconds / 1000)} thousand a second`;
const line = (name: string, value: string) => console.log(`  ${name.padEnd(34)}${value}`);

/** Measures one size: the bare COPY before and after the load, as a machine that others use changes meanwhile. */
async function measure(records: number): Promise<void> {
  const folder = join(env().dataDir, `bench-${records}`);
  console.log(`\n${records} flow records in ${FILES} gzip files`);
  try {
    await runApart("write", folder, records);
    const before = await runApart<{ seconds: number }>("copy", folder, records);
    const load = await runApart<LoadMeasure>("load", folder, records);
    const after = await runApart<{ seconds: number }>("copy", folder, records);
    const copySeconds = (before.result.seconds + after.result.seconds) / 2;
    const { loadSeconds, readSeconds, investigateSeconds, investigateAgainSeconds, dropSeconds } = load.result;
    if (load.result.records !== records) throw new Error(`${load.result.records} records were loaded, not ${records}`);
    line("load : bare COPY of its rows", `${(loadSeconds / copySeconds).toFixed(2)} : 1 in time`);
    line("reading alone : bare COPY", `${(readSeconds / copySeconds).toFixed(2)} : 1 in time`);
    line("bare COPY (before, after)", `${before.result.seconds.toFixed(1)} s, ${after.result.seconds.toFixed(1)} s`);
    line("load", `${loadSeconds.toFixed(1)} s, ${perSecond(records, loadSeconds)}`);
    line("  of it until all files were read", `${readSeconds.toFixed(1)} s, ${perSecond(records, readSeconds)}`);
    const peak = load.peakBytes === null ? "not told by this system" : `${Math.round(load.peakBytes / 1e6)} MB`;
    line("peak memory, all Node.js processes", peak);
    line("investigate, first and again", `${investigateSeconds.toFixed(2)} s, ${investigateAgainSeconds.toFixed(2)} s`);
    line("drop of the case", `${dropSeconds.toFixed(2)} s`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parseSizes(text: string): number[] {
  const sizes = text.split(",").map((part) => Number(part.trim().replaceAll("_", "")));
  if (sizes.some((size) => !Number.isSafeInteger(size) || size < FILES)) {
    throw new Error(`--records takes whole numbers from ${FILES} on, with commas between them`);
  }
  return sizes;
}

if (process.send) {
  process.once("message", (phase: Phase) => {
    doPhase(phase).then(
      (result) => process.send?.(result),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
} else {
  await new Command("bench")
    .description("measure loading of flow logs against the database's own COPY")
    .option("--records <numbers>", "how many flow records, with commas between several", "1000000,10000000")
    .action(async ({ records }: { records: string }) => {
      for (const size of parseSizes(records)) await measure(size);
    })
    .parseAsync();
}
