import type { FetchNote } from "@/lib/core/fetch-note";
import type { NetworkDescription } from "@/lib/core/network-rules";
import type {
  ApiCallRecord,
  DnsQueryRecord,
  EvidenceKind,
  FindingRecord,
  FlowRecord,
  FlowStatusRecord,
  Observation,
  Rejection,
} from "@/lib/core/records";
import type { TrailFact } from "@/lib/core/trail-facts";
import type { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";

/** What was read out of a stretch of a file. Batches of one file come in its order. */
export interface LogBatch {
  kind: EvidenceKind;
  /** Flow records beside those of `flows`, when they were asked for as columns. Valid until the next batch is asked for. */
  flowBlock?: FlowBlock;
  flows: FlowRecord[];
  statuses: FlowStatusRecord[];
  queries: DnsQueryRecord[];
  calls: ApiCallRecord[];
  findings: FindingRecord[];
  observations: Observation[];
  descriptions: NetworkDescription[];
  /** What digests, public keys and signatures say of CloudTrail's own files. */
  trail: TrailFact[];
  /** What a fetch could not bring. */
  notes: FetchNote[];
  rejections: Rejection[];
}

/** The account of a whole file: records + rejected are its units; blank and header lines have no number. */
export interface LogSummary {
  kind: EvidenceKind;
  records: number;
  rejected: number;
  blank: number;
  headers: number;
  firstEventMs: number | null;
  lastEventMs: number | null;
  /** Why the file is unknown, or what a reader should know of it; null when all is plain. */
  reason: string | null;
  /** What tells two flow logs apart: `fl-` id of the name, else log group and stream, else field list. */
  logKey: string | null;
}
