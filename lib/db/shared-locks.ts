import pg from "pg";
import { env } from "@/lib/env";

const CHANNEL = "threadline_locks";
/** Apart from other advisory locks. */
const CLASS = 0x6c6f636b;
const WAIT_MS = 30_000;
const RETRY_MS = 50;

/** Whoever has the lock did not let go of it in time. As the upload server answers it. */
class LockTimeout extends Error {
  readonly status_code = 423;
  readonly body = "Another request holds this upload.\n";
}

type Release = () => Promise<void> | void;

/**
 * Locks by name that all web processes share: one request at a time has one, whichever process it reached. They are the
 * database's own, all on one connection of this process, so that they end with it; who waits asks the holder, by a
 * notification, to let go (`cancel`). The shape is that of the upload server's locker.
 */
export class SharedLocks {
  readonly #held = new Map<string, Release>();
  readonly #asked = new Set<string>();
  #opening: Promise<pg.Client> | null = null;

  newLock(id: string) {
    return {
      lock: (signal: AbortSignal, cancel: Release) => this.#take(id, signal, cancel),
      unlock: () => this.#give(id),
    };
  }

  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    await (await opening?.catch(() => null))?.end();
  }

  async #take(id: string, signal: AbortSignal, cancel: Release): Promise<void> {
    for (const until = Date.now() + WAIT_MS; Date.now() < until && !signal.aborted; ) {
      if (await this.#tryTake(id, cancel)) return;
      await new Promise((done) => setTimeout(done, RETRY_MS));
    }
    throw new LockTimeout();
  }

  async #tryTake(id: string, cancel: Release): Promise<boolean> {
    // To the connection that has it the database would give a lock again.
    if (this.#asked.has(id)) return false;
    const holder = this.#held.get(id);
    if (holder) {
      await holder();
      return false;
    }
    this.#asked.add(id);
    try {
      const client = await this.#client();
      const { rows } = await client.query<{ taken: boolean }>(
        "SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken",
        [CLASS, id],
      );
      if (rows[0]?.taken) this.#held.set(id, cancel);
      else await client.query("SELECT pg_notify($1, $2)", [CHANNEL, id]);
      return rows[0]?.taken === true;
    } finally {
      this.#asked.delete(id);
    }
  }

  async #give(id: string): Promise<void> {
    if (!this.#held.has(id)) return;
    const client = await this.#client();
    await client.query("SELECT pg_advisory_unlock($1, hashtext($2))", [CLASS, id]).finally(() => this.#held.delete(id));
  }

  #client(): Promise<pg.Client> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: env().databaseUrl, application_name: "threadline uploads" });
    const lost = () => {
      this.#opening = null;
      // Its locks ended with it: nobody may go on writing under one.
      for (const cancel of this.#held.values()) void cancel();
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => void this.#held.get(payload ?? "")?.());
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      this.#opening = null;
      throw error;
    }
    return client;
  }
}
