const DAY_MS = 24 * 60 * 60 * 1000;

export interface PurgeRule {
  /** Null: nothing is purged by itself. */
  afterDays: number | null;
  warningDays: number;
  setAt: Date | null;
}

/**
 * When a case that was closed then is purged by the rule; null where there is none. What is due was announced for the warning
 * days: a rule that was just set purges nothing before they are over.
 */
export function purgeDueAt({ afterDays, warningDays, setAt }: PurgeRule, closedAt: Date | null): Date | null {
  if (afterDays === null || closedAt === null) return null;
  const announced = (setAt?.getTime() ?? 0) + warningDays * DAY_MS;
  return new Date(Math.max(closedAt.getTime() + afterDays * DAY_MS, announced));
}

/** Whether its end is near enough to be listed. */
export function isAnnounced({ warningDays }: PurgeRule, dueAt: Date, now: Date): boolean {
  return dueAt.getTime() - warningDays * DAY_MS <= now.getTime();
}
