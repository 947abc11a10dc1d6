import { writeBackgroundCalls } from "./background-calls";
import { spoilFlowFiles, writeBackgroundFlows } from "./background-flows";
import { writeFindings } from "./findings";
import { flowFile } from "./flow-lines";
import { writeInfrastructureCalls } from "./infrastructure-calls";
import { writeInventory } from "./inventory";
import { LogFiles } from "./log-files";
import { deliverTrailAgain, writeLookalikes } from "./lookalikes";
import { writeQuietMinutes } from "./quiet-minutes";
import { Random } from "./random";
import { deliverQueriesAgain, writeResolverLog } from "./resolver-log";
import { writeStoryCalls } from "./story-calls";
import { writeStoryFlows } from "./story-flows";
import { newTruth, type Truth } from "./truth";
import { END, INDICATOR, MINUTE, START } from "./world";

/** What the incident is called, what led to it, and the 48 hours that its evidence covers. */
export const INCIDENT = {
  title: "Sample incident: C2 contact from the web tier",
  indicator: INDICATOR,
  from: new Date(START),
  to: new Date(END),
} as const;

/** Below this the minutes in which nothing passed would outnumber the records; one in five is told then. */
const THIN = 0.5;

/**
 * Writes the sample incident below a folder: the same files, byte for byte, at every run.
 *
 * @param scale thins what has nothing to do with the story; 1 gives about 250,000 flow records, 20,000 queries and 5,000 calls
 * @returns the right answers, counted while the events were made up
 */
export function writeIncident(folder: string, { scale = 1 }: { scale?: number } = {}): Truth {
  const files = new LogFiles();
  const truth = newTruth();
  // The story has seeds of its own: however thin the background is, it stays the same story.
  const scene = (seed: number) => ({ files, truth, random: new Random(seed) });
  writeStoryFlows(scene(77));
  writeStoryCalls(scene(78));
  writeInfrastructureCalls(scene(79));
  writeLookalikes(scene(80));
  writeFindings(scene(81));
  writeInventory(files, truth);
  writeBackgroundFlows(files, new Random(1), scale);
  writeResolverLog(scene(2), scale);
  writeBackgroundCalls(scene(3), scale);
  // What repeats or marks other records comes after them.
  writeQuietMinutes(files, scale < THIN ? 5 * MINUTE : MINUTE);
  spoilFlowFiles(files);
  deliverQueriesAgain(files);
  deliverTrailAgain(files);
  files.repeat(flowFile("private", 30), "again/flow-30h.log.gz");
  files.add("notes.txt", { atMs: 0, text: "Found by the night shift: see the finding on web-2.", broken: true });
  files.write(folder, truth);
  truth.files.set("notes.txt", { records: 0, duplicates: 0, rejected: 0 });
  return truth;
}
