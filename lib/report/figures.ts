/** The names of figures in a report, by which the records behind each are found. */
const named = (...parts: (string | number | null)[]) => JSON.stringify(parts);

/** `subject` is an instance id, or an interface id where no instance is known. */
export const FIGURES = {
  traffic: (ip: string | null, subject: string | null) => named("traffic", ip, subject),
  service: (ip: string | null, subject: string | null, protocol: number, port: number, servedBy: string) =>
    named("service", ip, subject, protocol, port, servedBy),
  name: (instanceId: string, name: string) => named("name", instanceId, name),
  /** `by` is an instance id for its own sessions, an event id for a session obtained with them, an address for callers. */
  call: (by: string, eventSource: string, eventName: string, region: string) =>
    named("call", by, eventSource, eventName, region),
  offInstance: (instanceId: string, sourceIp: string) => named("off-instance", instanceId, sourceIp),
};
