/** All texts inside a value, names of members among them. */
export function textsOf(value: unknown): string[] {
  const texts: string[] = [];
  const walk = (inner: unknown): void => {
    if (typeof inner === "string") texts.push(inner);
    else if (Array.isArray(inner)) for (const item of inner) walk(item);
    else if (inner !== null && typeof inner === "object") {
      for (const [name, member] of Object.entries(inner)) {
        texts.push(name);
        walk(member);
      }
    }
  };
  walk(value);
  return texts;
}
