import path from "node:path";
import { waitForLock } from "../../bin/lock.mjs";
import { BUNDLES, buildPages, bundle, ROOT } from "../../bin/prepare.mjs";

/** Where the command, the worker and its thread lie as the code has them now: built once for all tests that start them. */
export async function builtPrograms(): Promise<string> {
  await built(bundle);
  return BUNDLES;
}

/** Makes sure that the pages are there as the code has them now, for tests that start a web server. */
export const builtPages = (): Promise<void> => built(buildPages);

async function built(build: (say: () => void) => Promise<void>): Promise<void> {
  const release = await waitForLock(path.join(ROOT, ".threadline", "prepare.lock"));
  try {
    await build(() => undefined);
  } finally {
    release();
  }
}
