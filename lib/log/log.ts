import { randomBytes } from "node:crypto";
import pino from "pino";
import { describeFault } from "@/lib/log/describe-fault";

/** The process's log: JSON lines on standard output, without anything from the evidence. */
export const log = pino({ base: undefined, timestamp: pino.stdTimeFunctions.isoTime });

/** Writes a fault down and gives the number under which it stands there, for the person who met it. */
export function logFault(thrown: unknown, where: string): string {
  const incident = randomBytes(4).toString("hex");
  log.error({ incident, where, fault: describeFault(thrown) }, "fault");
  return incident;
}

/** Writes down why a page could not be made, under the number that its error page shows. */
export function logPageFault(thrown: unknown, where: string): void {
  const incident = thrown instanceof Error && "digest" in thrown ? String(thrown.digest) : undefined;
  log.error({ incident, where, fault: describeFault(thrown) }, "fault");
}
