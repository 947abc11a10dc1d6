import { AppError } from "@/lib/core/app-error";
import { checkReserve } from "@/lib/ingest/check-free-disk";
import { isDatabaseFault } from "@/lib/ingest/load-interrupted";

/** PostgreSQL manual, appendix A. */
const DISK_FULL = "53100";
const GOES_ON =
  "Make room there: what was loaded stays, and the load goes on by itself or when the same command is given.";

/**
 * An AppError `no-space` in words for a database that failed for want of disk; null for any other error. A server that has
 * no room to write ahead ends its connections without a word, so the disk of the data folder is looked at too.
 */
export async function databaseFull(error: unknown, dataDir: string): Promise<AppError | null> {
  if (!isDatabaseFault(error)) return null;
  const isFull = await checkReserve(dataDir).then(
    () => false,
    () => true,
  );
  if (isFull) return new AppError("no-space", `The disk of ${dataDir} is full. ${GOES_ON}`, { cause: error });
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === DISK_FULL
    ? new AppError("no-space", `The disk of the database is full. ${GOES_ON}`, { cause: error })
    : null;
}
