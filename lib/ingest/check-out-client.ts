import type pg from "pg";
import { pool } from "@/lib/db/pool";

export interface CheckedOutClient {
  client: pg.PoolClient;
  /** Gives it back, or ends it where its state is not known. */
  release(destroy: boolean): void;
}

/** A connection to hold for long. That it is lost while nothing runs on it must not end the process: its next use tells. */
export async function checkOutClient(): Promise<CheckedOutClient> {
  const client = await pool().connect();
  const ignore = () => undefined;
  client.on("error", ignore);
  return {
    client,
    release(destroy) {
      // An ended connection may still report how it ended.
      if (!destroy) client.off("error", ignore);
      client.release(destroy);
    },
  };
}
