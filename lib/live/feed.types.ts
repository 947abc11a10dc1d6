/** What a page that follows a case is told, each under the name of its event. */
export interface FeedEvents {
  /** Someone changed the case; its id is that of the audit entry. */
  change: FeedChange;
  /** Who has the case open, each person once. */
  here: FeedPerson[];
  /** The connection is alive. */
  beat: null;
  /** Nothing will come any more: signed out, or off the case. */
  end: null;
}

export interface FeedChange {
  id: number;
  atMs: number;
  who: string;
  /** Of the audit entry, and the same in words. */
  action: string;
  what: string;
  subject: string | null;
  /** By the one who follows, in a browser. */
  mine: boolean;
}

export interface FeedPerson {
  id: string;
  name: string;
  /** The page they are at, below the case's own: empty, or as in `/ledger`. */
  path: string;
}
