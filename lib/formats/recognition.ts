import type { EvidenceKind } from "@/lib/core/records";
import type { LogReader } from "@/lib/formats/log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

/** The file's name is a hint for telling two logs apart, never for what the file is. */
export interface RecognisedFile {
  name: string;
  /** Its first characters, 64 Ki at most. */
  head: string;
  /** True when the head is all there is. */
  whole: boolean;
  /** The columns of a flow log without a header, where someone has named them. */
  flowColumns: readonly string[] | null;
}

/** A known log and how to read it, or an unknown file and why. */
export type Recognition =
  | { kind: EvidenceKind; reason: null; open: (sink: LogSink) => LogReader }
  | { kind: "unknown"; reason: string; open: null };

export function unknown(reason: string): Recognition {
  return { kind: "unknown", reason, open: null };
}
