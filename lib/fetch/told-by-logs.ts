import type { InvestigationV1 } from "@/lib/investigate/document.types";

/**
 * What a document says by its logs, for tests to hold two ways of bringing the same logs together. Left out is what tells of the
 * bringing itself: when the document was made; the files, and which of them a record is shown from, for a fetch has the same
 * call twice, in the trail's file and looked up; and what only a fetch can say, that something was looked up or could not be
 * had, in the coverage and in the words of detectors on it.
 */
export function toldByLogs({ generatedAt: _, evidence: __, coverage, notAssessed, ...told }: InvestigationV1): unknown {
  const kept = {
    ...told,
    coverage: coverage.filter(({ state }) => state !== "looked-up" && state !== "not-fetched"),
    notAssessed: notAssessed.map(({ id }) => id).filter((id) => id !== "detectors:api"),
  };
  return JSON.parse(JSON.stringify(kept, (name, value) => (name === "sha256" || name === "record" ? null : value)));
}
