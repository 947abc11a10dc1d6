const NAMES: Record<string, string> = { "": "Overview", ledger: "Address ledger" };

/** A page of a case by its path below the case, in the words of its navigation; an instance by its id. */
export function placeWords(path: string): string {
  const [, first = "", second] = path.split("/");
  if (first === "instances" && second !== undefined) return second;
  const plain = first.replaceAll("-", " ");
  return NAMES[first] ?? `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`;
}
