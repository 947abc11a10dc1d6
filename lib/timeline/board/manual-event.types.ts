/** What no log tells, entered by a person; times are ISO 8601 in UTC. */
export interface ManualEventRow {
  /** The same in every export of the case. */
  id: string;
  /** When it happened, and when people came to know of it. */
  at: string;
  knownAt: string;
  title: string;
  detail: string;
  /** Who or what says so. */
  source: string;
  instanceId: string | null;
  /** Who entered it, and when. */
  by: string;
  createdAt: string;
  /** Grows with every change. */
  version: number;
  /** Read as of an instant: it was known by then, and entered only later. */
  enteredLater?: true;
}
