/** What can be done, in the words that people read. Object and past verb; an action without words does not compile. */
export const AUDIT_WORDS = {
  "case.created": "Case opened",
  "case.renamed": "Case renamed",
  "case.window-set": "Window set",
  "case.start-accepted": "Start accepted",
  "case.start-taken-back": "Start taken back",
  "case.baseline-chosen": "Baseline chosen",
  "case.baseline-dropped": "Baseline dropped",
  "case.closed": "Case closed",
  "case.reopened": "Case reopened",
  "case.dropped": "Case deleted",
  "member.added": "Person put on the case",
  "member.changed": "Role in the case changed",
  "member.removed": "Person taken off the case",
  "member.joined": "Joined by an owner of the installation",
  "indicator.added": "Indicator added",
  "indicator.removed": "Indicator removed",
  "search.saved": "Search saved",
  "search.renamed": "Search renamed",
  "search.removed": "Search removed",
  "load.started": "Load started",
  "load.finished": "Load ended",
  "load.cancelled": "Load cancelled",
  "detection.muted": "Detection muted",
  "detection.unmuted": "Detection unmuted",
  "detector.set": "Detector's parameters set",
  "detections.asked": "Detectors asked to run",
  "detections.stopped": "Detectors stopped",
  "evidence.format-given": "Flow log format given",
  "evidence.removed": "File removed",
  "evidence.checked": "Originals checked",
  "reference.added": "Reference data added",
  "reference.replaced": "Reference data replaced",
  "reference.removed": "Reference data removed",
  "watch.added": "Listed value watched",
  "watch.removed": "Listed value no longer watched",
  "owner.created": "Owner's account made",
  "person.signed-in": "Signed in",
  "person.signed-out": "Signed out",
  "person.sign-in-failed": "Sign-in refused",
} as const;

export type AuditAction = keyof typeof AUDIT_WORDS;

/** The words of an entry's action; of one that this version does not know, its name. */
export function auditWords(action: string): string {
  return Object.hasOwn(AUDIT_WORDS, action) ? AUDIT_WORDS[action as AuditAction] : action;
}
