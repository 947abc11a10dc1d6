/** Codes of what no log has recorded, by what AWS says of its logs: nobody could bring that. */
export const NOT_WRITTEN = ["NoLog", "LogBegins", "LogEnds"] as const;

/** Code of a note: what earlier notes of the same title say is so no more, for it came when it was tried again. */
export const BROUGHT = "brought";
/** Codes of what LookupEvents does not give by itself, however well it is asked. */
export const LOOKUP_LIMITS = ["looked-up", "older-than-kept"] as const;
/** Code of a note: what earlier notes of the same title say of those limits is so no more, for the whole trail came. */
export const IN_TRAIL = "in-trail";

/** What a fetch could not bring, or brought only in part, as it was written down beside what it brought. */
export interface FetchNote {
  record: number;
  /** Epoch milliseconds; null: of no time. */
  fromMs: number | null;
  toMs: number | null;
  /**
   * `looked-up`: all that was asked for came, and nothing else was asked for. `brought`: what an earlier note
   * of the same title misses came when it was tried again. `in-trail`: what lookups leave out within the same time
   * is in the trail's own files, which came later. Else what failed, by AWS's name or ours.
   */
  code: string;
  message: string;
  /** What was asked: for people. */
  title: string;
  /** Log sources and their subjects, as in the coverage. */
  covers: { source: "vpc-flow" | "tgw-flow" | "dns" | "cloudtrail"; subject: string }[];
}
