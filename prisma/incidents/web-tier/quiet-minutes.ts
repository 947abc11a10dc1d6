import { type FlowLog, writeStatus } from "./flow-lines";
import type { LogFiles } from "./log-files";
import { APP_2, END, FLOATING, INSTANCES, MINUTE, NAT, SECOND, START, STORY } from "./world";

interface Watched {
  log: FlowLog;
  interfaceId: string;
  /** Stretches in which the interface was logged. */
  spans: readonly { from: number; to: number }[];
}

function watched(): Watched[] {
  const own = INSTANCES.map(({ publicIp, interfaceId, launchedAt, terminatedAt }): Watched => {
    const life = { from: Math.max(START, launchedAt), to: terminatedAt ?? END };
    const beforeGap = { from: life.from, to: STORY.gapFrom };
    const spans = interfaceId === APP_2.interfaceId ? [beforeGap, { from: STORY.gapTo, to: life.to }] : [life];
    return { log: publicIp ? "public" : "private", interfaceId, spans };
  });
  const floating = FLOATING.attachments.map(({ from, to }) => ({ from: Math.max(START, from), to: to ?? END }));
  return [
    ...own,
    { log: "private", interfaceId: FLOATING.interfaceId, spans: floating },
    { log: "private", interfaceId: NAT.interfaceId, spans: [{ from: START, to: END }] },
  ];
}

/**
 * A flow log that runs says so: NODATA for every minute in which nothing passed an interface, SKIPDATA where records
 * were lost. Written after every record is. `everyMs` thins the NODATA rows.
 */
export function writeQuietMinutes(files: LogFiles, everyMs: number): void {
  for (let startMs: number = STORY.gapFrom; startMs < STORY.gapTo; startMs += MINUTE) {
    const interval = { startMs, endMs: startMs + MINUTE - SECOND };
    writeStatus(files, { log: "private", interfaceId: APP_2.interfaceId, ...interval, status: "SKIPDATA" });
  }
  const busy = files.minutesBySubject();
  for (const { log, interfaceId, spans } of watched()) {
    const minutes = busy.get(interfaceId);
    for (const { from, to } of spans) {
      let told = Number.NEGATIVE_INFINITY;
      for (let startMs = from; startMs < to; startMs += MINUTE) {
        // A record of the minute before can reach into this one.
        if (minutes?.has(startMs) || minutes?.has(startMs - MINUTE) || startMs - told < everyMs) continue;
        told = startMs;
        writeStatus(files, { log, interfaceId, startMs, endMs: startMs + MINUTE - SECOND, status: "NODATA" });
      }
    }
  }
}
