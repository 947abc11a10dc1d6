/** Someone who can be named in a comment. */
export interface Mentionable {
  id: string;
  name: string;
  email: string;
}

export interface Mention {
  userId: string;
  /** Where it stands in the text, the @ included. */
  from: number;
  to: number;
}

const MOST_NAME = 100;

/** What is typed after the @ to name each of them: the name where nobody else has it, else the mail address. In their order. */
export function handlesOf<Who extends Mentionable>(people: readonly Who[]): (Who & { handle: string })[] {
  const counts = new Map<string, number>();
  for (const { name } of people) counts.set(folded(name), (counts.get(folded(name)) ?? 0) + 1);
  return people.map((person) => {
    const isPlain = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}.'’ -]*[\p{L}\p{M}\p{N}])?$/u.test(person.name);
    const isOwn = counts.get(folded(person.name)) === 1 && person.name.length <= MOST_NAME;
    return { ...person, handle: isPlain && isOwn ? person.name : person.email };
  });
}

/** Who is named in a text, in its order: an @ that begins a word, then a handle that ends one; the longest that fits. */
export function findMentions(text: string, people: readonly Mentionable[]): Mention[] {
  const byLength = handlesOf(people).toSorted((a, b) => b.handle.length - a.handle.length);
  return [...text.matchAll(/(?<![\p{L}\p{N}_@.])@/gu)].flatMap(({ index }) => {
    const found = byLength.find(({ handle }) => {
      const end = index + 1 + handle.length;
      return folded(text.slice(index + 1, end)) === folded(handle) && !/^[\p{L}\p{M}\p{N}_]/u.test(text.slice(end));
    });
    return found ? [{ userId: found.id, from: index, to: index + 1 + found.handle.length }] : [];
  });
}

const folded = (text: string) => text.toLowerCase();
