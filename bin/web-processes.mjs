import { availableParallelism } from "node:os";
import { join } from "node:path";
import { StartError } from "./start-error.mjs";

const MOST = 64;
const MOST_BY_ITSELF = 4;

/** What stands before the pages in every web process. */
const PRELOADED = ["own-addresses", "compress-answers", "page-turns", "readable-paths"];

/** The options that Node.js gets for a web process of the installation in `root`. */
export function webOptions(root) {
  const preloads = PRELOADED.flatMap((name) => ["--import", join(root, "bin", `${name}.mjs`)]);
  // A page leaves megabytes of short-lived objects: with more room for the young they are collected half as often.
  return [...preloads, "--max-semi-space-size=64"];
}

/**
 * How many processes serve pages: THREADLINE_WEB_PROCESSES, else one for every two cores up to four.
 * One that is busy has more than a core at work, and the database wants the rest: two of them on two cores draw fewer pages.
 *
 * @throws StartError for what is no such number
 */
export function webProcesses(environment = process.env) {
  const asked = environment.THREADLINE_WEB_PROCESSES;
  if (asked === undefined || asked === "")
    return Math.max(1, Math.min(MOST_BY_ITSELF, Math.floor(availableParallelism() / 2)));
  const count = Number(asked);
  if (Number.isInteger(count) && count >= 1 && count <= MOST) return count;
  throw new StartError(
    `THREADLINE_WEB_PROCESSES is ${asked}, which is no number of processes.`,
    `Set it to a whole number from 1 to ${MOST}.`,
  );
}
