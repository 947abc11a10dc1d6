/** What is told: the words of one's own choice of mails, those of a webhook's, and whether it goes by mail where a person did not say. */
export const NOTICE_KINDS = {
  mention: { words: "someone names me", told: "someone is named", mail: true },
  assignment: { words: "a task is given to me", told: "a task is given to someone", mail: true },
  "review-asked": { words: "I am asked for a review", told: "a review is asked for", mail: true },
  "review-answered": { words: "a review is answered", told: "a review is answered", mail: true },
  "load-finished": { words: "evidence has been loaded", told: "evidence has been loaded", mail: false },
  "finding-met": {
    words: "a new finding opened a case",
    told: "a new finding opened a case",
    mail: true,
  },
  "critical-detection": { words: "something critical is detected", told: "something critical is detected", mail: true },
} as const satisfies Record<string, { words: string; told: string; mail: boolean }>;

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
  "finding-met": (_actor, subject) => `A new finding opened a case: ${subject}`,
  "critical-detection": (_actor, subject) => `Critical: ${subject}`,
};
