import { writeBackgroundCalls } from "./background-calls";
import { writeBackgroundFlows } from "./background-flows";
import { writeFindings } from "./findings";
import { writeInventory } from "./inventory";
import { LogFiles } from "./log-files";
import { Random } from "./random";
import { writeResolverLog } from "./resolver-log";
import { writeStoryCalls } from "./story-calls";
import { writeStoryFlows } from "./story-flows";
import { newTruth, type Truth } from "./truth";

export const INCIDENT_TITLE = "Sample incident: C2 contact from the web tier";

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
  writeStoryFlows({ files, truth, random: new Random(77) });
  writeStoryCalls({ files, truth, random: new Random(78) });
  writeBackgroundFlows(files, new Random(1), scale);
  writeResolverLog({ files, truth, random: new Random(2) }, scale);
  writeBackgroundCalls({ files, truth, random: new Random(3) }, scale);
  writeInventory(files);
  writeFindings(files, new Random(4), truth);
  files.add("notes.txt", { atMs: 0, text: "Found by the night shift: see the finding on web-2.", broken: true }, {});
  files.write(folder, truth);
  truth.files.set("notes.txt", { records: 0, duplicates: 0, rejected: 0 });
  return truth;
}
