import { pool } from "@/lib/db/pool";

const PATIENCE_MS = 2_000;

/** Whether the database answers within two seconds. */
export async function isDatabaseReachable(): Promise<boolean> {
  const answer = pool()
    .query("SELECT 1")
    .then(() => true)
    .catch(() => false);
  const patience = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), PATIENCE_MS).unref();
  });
  return Promise.race([answer, patience]);
}
