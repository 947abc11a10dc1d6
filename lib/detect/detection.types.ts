import type { ProofRecord } from "@/lib/detect/read-proof";
import type { DetectionV1 } from "@/lib/investigate/document.types";

/** A detection as it is kept: the document's own, and what a page shows beside it. */
export interface StoredDetection extends DetectionV1 {
  /** Names it for good: detector, subject and what it is about. */
  key: string;
  instanceId: string | null;
  /** One sentence of facts. */
  summary: string;
  benign: string;
  /** The records again, with what leads to them on a page. */
  proof: ProofRecord[];
}

/** A detector that ran. */
export interface AssessedDetector {
  detector: string;
  parameters: Record<string, number>;
  found: number;
}
