import path from "node:path";
import { waitForLock } from "../../bin/lock.mjs";
import { BUNDLES, bundle, ROOT } from "../../bin/prepare.mjs";

/** Where the command, the worker and its thread lie as the code has them now: built once for all tests that start them. */
export async function builtPrograms(): Promise<string> {
  const built = await waitForLock(path.join(ROOT, ".threadline", "prepare.lock"));
  try {
    await bundle(() => undefined);
  } finally {
    built();
  }
  return BUNDLES;
}
