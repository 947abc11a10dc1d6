import type { EventRow } from "@/lib/timeline/events/event.types";

/** One thing a record says, in words. */
export interface Fact {
  name: string;
  value: string;
  /** How the value is read: a text of the log, an address or id, bytes, a moment (epoch ms as text). */
  as?: "mono" | "bytes" | "instant";
}

/** Why an event stands out, as a plain fact; `flag` where it concerns the indicator, a listed value or use from elsewhere. */
export interface Verdict {
  text: string;
  flag: boolean;
}

/** All that is known of one event. */
export interface EventDetail {
  row: EventRow;
  /** Its place, as URLs have it. */
  id: string;
  facts: Fact[];
  verdicts: Verdict[];
  /** The nearest events of every source within five minutes, in order, the event itself among them. */
  around: EventRow[];
  /** The events of the same source before and after it, under the same query; null at an end. */
  previous: string | null;
  next: string | null;
}
