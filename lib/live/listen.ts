import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { env } from "@/lib/env";

const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * One connection of this process that hears what the database tells on some channels, opened again whenever it is lost.
 * `onOpen` is called each time it stands: what was told in between was not heard. It is closed when `signal` aborts.
 */
export async function listen(
  channels: readonly string[],
  {
    onHeard,
    onOpen,
    signal,
  }: { onHeard: (channel: string, text: string) => void; onOpen: () => void; signal: AbortSignal },
): Promise<void> {
  let pauseMs = PAUSE_MS;
  while (!signal.aborted) {
    const client = new pg.Client({
      ...{ connectionString: env().databaseUrl, application_name: "threadline live", keepAlive: true },
      connectionTimeoutMillis: LONGEST_PAUSE_MS,
    });
    const lost = new Promise<void>((done) => {
      client.on("error", () => done());
      client.on("end", () => done());
      signal.addEventListener("abort", () => done(), { once: true });
    });
    client.on("notification", ({ channel, payload }) => onHeard(channel, payload ?? ""));
    try {
      await client.connect();
      for (const channel of channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
      pauseMs = PAUSE_MS;
      onOpen();
      await lost;
    } catch {
      // Tried again below.
    }
    await client.end().catch(() => undefined);
    if (!signal.aborted) await sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
