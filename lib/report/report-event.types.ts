/** A record, or a detection, as tools for timelines take it; every time is ISO 8601 in UTC. */
export interface ReportEvent {
  at: string;
  source: "flow" | "dns" | "api" | "finding" | "detection";
  /** In words. */
  message: string;
  instanceId: string | null;
  /** Where it stands; a detection names its first record. */
  evidence: { file: string; sha256: string; record: number } | null;
  /** What the record says, by plain names; null where it does not. */
  fields: Record<string, string | number | boolean | null>;
}
