/** Where a detection's subject and records are shown: on the instance's page where it has one, else in the case's search. */
export interface DetectionLinks {
  caseId: string;
  /** The address that is looked at, where the URL names one. */
  ip: string | undefined;
  /** Instances that have a page: those that met the address. */
  withPage: readonly string[];
}

function query(values: Record<string, string | undefined>): string {
  const pairs = Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return new URLSearchParams(pairs).toString();
}

export function instanceHref({ caseId, ip, withPage }: DetectionLinks, instanceId: string | null): string | null {
  if (instanceId === null || !withPage.includes(instanceId)) return null;
  return `/cases/${caseId}/instances/${instanceId}${ip === undefined ? "" : `?${query({ ip })}`}`;
}

/** Opens the event itself, among all of the instance's. */
export function recordHref(links: DetectionLinks, instanceId: string | null, place: string): string {
  const { caseId, ip, withPage } = links;
  const rest = query({ ip, tie: "all", group: "off", open: place });
  return instanceId !== null && withPage.includes(instanceId)
    ? `/cases/${caseId}/instances/${instanceId}?${rest}`
    : `/cases/${caseId}/search?${query({ open: place, of: instanceId ?? undefined })}`;
}

/** The element of a detection on the detections page: its key, which may hold anything, by letters and digits alone. */
export function detectionAnchor(key: string): string {
  return `d-${encodeURIComponent(key).replaceAll("%", "_")}`;
}

/** A detection with its numbers, thresholds and records. */
export function detectionHref({ caseId, ip }: Pick<DetectionLinks, "caseId" | "ip">, key: string): string {
  return `/cases/${caseId}/detections${ip === undefined ? "" : `?${query({ ip })}`}#${encodeURIComponent(detectionAnchor(key))}`;
}
