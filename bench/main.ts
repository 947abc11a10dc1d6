import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Command } from "commander";
import { type Figure, printFigures } from "@/bench/figure";
import { measureAllLogs } from "@/bench/parts/all-logs";
import { measureDetections } from "@/bench/parts/detections";
import { measureDuplicates } from "@/bench/parts/duplicates";
import { measureFetch } from "@/bench/parts/fetch";
import { measureGrowth } from "@/bench/parts/growth";
import { measureLedgerLookups } from "@/bench/parts/ledger";
import { measureLoad, type PartRequest } from "@/bench/parts/load";
import { measureManyLoads } from "@/bench/parts/many-loads";
import { measureResolver, measureTrail } from "@/bench/parts/other-logs";
import { measurePages } from "@/bench/parts/pages";
import { measurePeople } from "@/bench/parts/people";
import { measureCounts, measureSearches } from "@/bench/parts/search";
import { measureSmallFiles } from "@/bench/parts/small-files";
import { measureWholePages } from "@/bench/parts/whole-pages";
import { doPhase, type PhaseRequest } from "@/bench/phases";

const LEAST_RECORDS = 40_000;

/** In the order in which they run: the load leaves the case that the pages are asked about. */
const PARTS: Record<string, (request: PartRequest) => Promise<Figure[]>> = {
  load: measureLoad,
  pages: measurePages,
  "whole-pages": measureWholePages,
  people: measurePeople,
  detections: measureDetections,
  search: measureSearches,
  facets: measureCounts,
  ledger: measureLedgerLookups,
  "all-logs": measureAllLogs,
  duplicates: measureDuplicates,
  trail: measureTrail,
  resolver: measureResolver,
  "small-files": measureSmallFiles,
  "many-loads": measureManyLoads,
  fetch: measureFetch,
  growth: measureGrowth,
};

interface Options {
  records: string;
  rounds: string;
  only: string;
  json?: string;
}

function parse({ records, rounds, only }: Options): { request: PartRequest; parts: string[] } {
  const request = { records: Number(records.replaceAll("_", "")), rounds: Number(rounds) };
  if (!Number.isSafeInteger(request.records) || request.records < LEAST_RECORDS)
    throw new Error(`--records takes a whole number from ${LEAST_RECORDS} on`);
  if (!Number.isSafeInteger(request.rounds) || request.rounds < 1)
    throw new Error("--rounds takes a whole number from 1 on");
  const wanted = only === "" ? Object.keys(PARTS) : only.split(",");
  const unknown = wanted.filter((name) => !(name in PARTS));
  if (unknown.length > 0) throw new Error(`--only knows ${Object.keys(PARTS).join(", ")}, not ${unknown.join(", ")}`);
  return { request, parts: Object.keys(PARTS).filter((name) => wanted.includes(name)) };
}

async function measure(options: Options): Promise<void> {
  const { request, parts } = parse(options);
  const startedAt = new Date().toISOString();
  const figures: Figure[] = [];
  console.log(`${availableParallelism()} cores, Node.js ${process.versions.node}, medians of ${request.rounds} rounds`);
  for (const name of parts) {
    const found = (await PARTS[name]?.(request)) ?? [];
    printFigures(found);
    figures.push(...found);
    const about = { startedAt, cores: availableParallelism(), node: process.versions.node, ...request };
    if (options.json) await writeFile(options.json, `${JSON.stringify({ ...about, figures }, null, 2)}\n`);
  }
}

if (process.send) {
  process.once("message", (request: PhaseRequest) => {
    doPhase(request).then(
      (result) => process.send?.(result ?? null),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
} else {
  await new Command("bench")
    .description("measure loading and pages against the database's own COPY, DuckDB and Node's gunzip")
    .option("--records <number>", "how many flow records", "10000000")
    .option("--rounds <number>", "how often each figure is taken; its median is shown", "3")
    .option("--only <parts>", `with commas between several: ${Object.keys(PARTS).join(", ")}`, "")
    .option("--json <file>", "writes the figures there too")
    .option("--remove", "removes what was generated and loaded when all is done")
    .action(measure)
    .parseAsync()
    .catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
}
