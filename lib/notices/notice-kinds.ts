/** What people can be told of, and whether that goes by mail where they did not say. */
export const NOTICE_KINDS = {
  mention: { words: "Someone names me", mail: true },
  assignment: { words: "A task is given to me", mail: true },
  "review-asked": { words: "I am asked for a review", mail: true },
  "review-answered": { words: "A review that I asked for is answered", mail: true },
  "load-finished": { words: "Evidence has been loaded", mail: false },
  "critical-detection": { words: "Something critical was detected", mail: true },
} as const satisfies Record<string, { words: string; mail: boolean }>;

export type NoticeKind = keyof typeof NOTICE_KINDS;
export const NOTICE_KIND_NAMES = Object.keys(NOTICE_KINDS) as [NoticeKind, ...NoticeKind[]];

/** What happened, in one sentence; `actor` is the name of who did it. A kind that this version does not know is named. */
export function noticeWords({ kind, actor, subject }: { kind: string; actor: string; subject: string }): string {
  return (WORDS as Record<string, (actor: string, subject: string) => string>)[kind]?.(actor, subject) ?? kind;
}

const WORDS: Record<NoticeKind, (actor: string, subject: string) => string> = {
  mention: (actor, subject) => `${actor} named you: ${subject}`,
  assignment: (actor, subject) => `${actor} gave you a task: ${subject}`,
  "review-asked": (actor, subject) => `${actor} asks you for a review: ${subject}`,
  "review-answered": (actor, subject) => `${actor} answered the review: ${subject}`,
  "load-finished": (_actor, subject) => `Loading has ended: ${subject}`,
  "critical-detection": (_actor, subject) => `Critical: ${subject}`,
};
