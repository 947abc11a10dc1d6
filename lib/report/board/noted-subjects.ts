import type { Board } from "@/lib/report/board/board-of";
import type { RecordRef } from "@/lib/report/case-data.types";

/** What people made of one thing, all of it together. */
export interface Noted {
  key: string;
  title: string;
  /** ISO 8601 in UTC; null for what has no time. */
  time: string | null;
  record: RecordRef | null;
  pinned: boolean;
  /** The pin's; empty for none. */
  note: string;
  tags: string[];
  colour: string | null;
  /** `who: what`, those taken back left out. */
  comments: string[];
}

/** Everything that has a pin, a tag, a colour or a comment, by the key of its subject. */
export function notedSubjects({ pins, tags, colours, threads }: Board): Map<string, Noted> {
  const found = new Map<string, Noted>();
  const of = (one: { title: string; time: string | null; subject: { key: string; record: RecordRef | null } }) => {
    const { title, time, subject } = one;
    const begun = found.get(subject.key) ?? {
      ...{ ...subject, title, time, pinned: false, note: "", colour: null },
      ...{ tags: [], comments: [] },
    };
    found.set(subject.key, begun);
    return begun;
  };
  for (const pin of pins) Object.assign(of(pin), { pinned: true, note: pin.note });
  for (const mark of tags) of(mark).tags.push(mark.tag);
  for (const mark of colours) of(mark).colour = mark.colour;
  for (const thread of threads) {
    const said = thread.comments.filter(({ deletedAt }) => deletedAt === null);
    if (said.length > 0) of(thread).comments.push(...said.map(({ by, body }) => `${by}: ${body}`));
  }
  return found;
}
