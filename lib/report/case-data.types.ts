import type { InvestigationV1 } from "@/lib/investigate/document.types";
import type { ReportChart } from "@/lib/report/chart/chart.types";
import type { ReportEvent } from "@/lib/report/report-event.types";

/** A record of the evidence. */
export interface RecordRef {
  sha256: string;
  /** 1 for the file's first. */
  record: number;
}

/** How one file came to the case. */
export interface Custody {
  sha256: string;
  names: string[];
  loadedAt: string;
  /** Null where the trail does not tell. */
  loadedBy: string | null;
  /** Left where it lay: hashed there, not copied. */
  byReference: boolean;
}

export interface AuditLine {
  id: string;
  at: string;
  actor: string;
  what: string;
  subject: string | null;
  /** The subject is the name of a file. */
  ofFile: boolean;
  hash: string;
}

/** One thing that people added to a case; `kind` and `id` tell it from all others. */
export interface Annotation {
  /** In the singular, as people say it: `saved search`, `mute`. */
  kind: string;
  id: string;
  title: string;
  /** What else it says, by plain names; times are ISO 8601 in UTC. */
  facts: Record<string, AnnotationFact>;
}
export type AnnotationFact = string | number | boolean | null | AnnotationFact[] | { [name: string]: AnnotationFact };

/** A frozen version of a case, by which others tell it. */
export interface FrozenMark {
  /** 1 for the first. */
  version: number;
  frozenAt: string;
  /** Who approved it. */
  approvedBy: string;
  /** Of the canonical document. */
  sha256: string;
  /** Ed25519 over that document, base64; `signedBy` names the key. */
  signature: string;
}

/** Everything that a case's report is made from; every time is ISO 8601 in UTC. Masking works on this, before any format. */
export interface CaseData {
  schema: "threadline.case/v1";
  madeAt: string;
  producer: { name: string; version: string };
  case: { id: string; title: string; state: string; openedAt: string };
  /** The investigation documents, one an address, in the order of the case. */
  documents: InvestigationV1[];
  flagged: { kind: string; value: string; source: string; addedAt: string }[];
  custody: Custody[];
  audit: {
    /** Of this case, the earliest first; the last `entries.length` of `total`. */
    entries: AuditLine[];
    total: number;
    /** Over the whole trail of the installation. */
    checked: { entries: number; brokenAt: string | null };
  };
  /** The first and the last record behind each figure, by its name in `FIGURES`. */
  figures: Record<string, RecordRef[]>;
  charts: { ip: string; instanceId: string; chart: ReportChart }[];
  /** Records that name a flagged address, and detections, earliest first; read for the formats that list them. */
  events: ReportEvent[];
  /** Where not all of them are there: how many are. */
  eventsCutAt: number | null;
  /** Fingerprint of the key that the installation signs with. */
  signedBy: string | null;
  /** What people added, by kind, then id. */
  annotations: Annotation[];
  /** The version that this was read from; null: the case as it was at `madeAt`. */
  frozen: FrozenMark | null;
}
