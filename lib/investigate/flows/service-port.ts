/** Which end of a connection opened it, as TCP flags of any of its records tell. */
export interface Openers {
  indicatorOpened: boolean;
  nearOpened: boolean;
}

export interface Service {
  port: number;
  servedBy: "instance" | "indicator" | "unknown";
}

/** TCP, UDP, DCCP, SCTP, UDP-Lite: the protocols whose records carry ports. */
const PROTOCOLS_WITH_PORTS = new Set([6, 17, 33, 132, 136]);

/** Identifies a connection between the indicator and one near end, whichever way a record goes. */
export function connectionKey(
  protocol: number | null,
  indicatorPort: number | null,
  nearIp: string,
  nearPort: number | null,
): string {
  return `${protocol}|${indicatorPort}|${nearIp}|${nearPort}`;
}

/**
 * The service's port: on the side that did not open, by TCP flags; with openers on both sides or none, the lower
 * port; equal ports tell nothing, and protocols without ports are port 0 (rule 6).
 */
export function serviceOf(
  protocol: number | null,
  indicatorPort: number | null,
  nearPort: number | null,
  openers: Openers | undefined,
): Service {
  if (protocol === null || !PROTOCOLS_WITH_PORTS.has(protocol) || indicatorPort === null || nearPort === null) {
    return { port: 0, servedBy: "unknown" };
  }
  const onInstance: Service = { port: nearPort, servedBy: "instance" };
  const onIndicator: Service = { port: indicatorPort, servedBy: "indicator" };
  if (openers && openers.indicatorOpened !== openers.nearOpened) {
    return openers.indicatorOpened ? onInstance : onIndicator;
  }
  if (indicatorPort === nearPort) return { port: nearPort, servedBy: "unknown" };
  return nearPort < indicatorPort ? onInstance : onIndicator;
}
