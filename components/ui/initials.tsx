/** A person as a circle with the letters of their name. Drawn, not written: who it is stands beside it, or is its title. */
export function Initials({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      data-initials={initials(name)}
      className="grid size-6 shrink-0 place-items-center rounded-full border border-line bg-soft font-semibold text-[10.5px] text-text before:content-[attr(data-initials)]"
    />
  );
}

/** `Ada Byron` is `AB`; a single name gives its first two letters. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters =
    words.length > 1 ? [words[0], words.at(-1)].map((word) => [...(word ?? "")][0]) : [...name].slice(0, 2);
  return letters.join("").toUpperCase();
}
