/** The reason of a signal that stops a load without cancelling it: it stays as it is, and goes on at the next start. */
export class LoadInterrupted extends Error {
  constructor(message = "the load was interrupted and will go on later") {
    super(message);
    this.name = "LoadInterrupted";
  }
}

/** True where the database undid a transaction for another's sake (a deadlock, a conflict of versions): it may succeed when it is tried again. */
export function isLostRace(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "40P01" || error.code === "40001");
}

/** True for an error of the database's connection or resources: the file at hand is not to blame. */
export function isDatabaseFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  // Classes 08 connection, 53 resources, 57 operator intervention, 58 system error (PostgreSQL manual, appendix A).
  if (/^(?:08|53|57|58)[0-9A-Z]{3}$/.test(code)) return true;
  if (/^(?:ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT)$/.test(code)) return true;
  return /connection (?:terminated|ended)|not queryable|server closed the connection/i.test(error.message);
}
