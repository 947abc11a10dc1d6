import type { LogFiles } from "./log-files";
import type { Random } from "./random";
import type { Truth } from "./truth";

/** What every thread of the story writes to: the files, the right answers beside them, and its own chance. */
export interface Scene {
  files: LogFiles;
  random: Random;
  truth: Truth;
}
