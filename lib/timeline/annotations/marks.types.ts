import type { MarkColour } from "@/lib/core/mark-colour";
import type { TaskState } from "@/lib/core/task-state";

/** What stands at one thing, for the row that shows it. */
export interface Mark {
  /** Of the subject. */
  key: string;
  pinned: boolean;
  colour: MarkColour | null;
  tags: string[];
  /** That are not deleted, and threads among them that are not settled. */
  comments: number;
  openThreads: number;
  /** That are not done and not dropped. */
  tasks: number;
  /** Grows with whatever is said of it: what was read of it before is then behind. */
  stamp: string;
}

export interface CommentRow {
  id: string;
  /** Markdown; empty where it was taken back. */
  body: string;
  version: number;
  /** Null for someone whose account is gone, and for the operator. */
  authorId: string | null;
  /** Name, where there is an account, else what the trail calls them. */
  author: string;
  atMs: number;
  editedMs: number | null;
  editedBy: string | null;
  deletedBy: string | null;
}

export interface Thread extends CommentRow {
  replies: CommentRow[];
  resolvedBy: string | null;
  resolvedMs: number | null;
}

/** All that people said of one thing. */
export interface Notes {
  threads: Thread[];
  /** Who can be named in a comment. */
  people: { id: string; name: string; email: string }[];
  pin: { id: string; note: string; version: number; by: string } | null;
  /** Tasks about it, in the order in which they were added. */
  tasks: { id: string; title: string; state: TaskState; owner: string | null }[];
  /** Tags of the whole case, the most used first, to choose from. */
  tags: string[];
}
