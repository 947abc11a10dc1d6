import { pool } from "@/lib/db/pool";

const DELIVERIES_KEPT = "30 days";
const NOTICES_KEPT = "180 days";

/** Forgets messages that ended long ago, and notices that nobody will look for any more. */
export async function sweepNotices(): Promise<void> {
  await pool().query("DELETE FROM deliveries WHERE ended_at < now() - $1::interval", [DELIVERIES_KEPT]);
  await pool().query("DELETE FROM notices WHERE created_at < now() - $1::interval", [NOTICES_KEPT]);
}
