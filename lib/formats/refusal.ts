const SHOWN_CHARACTERS = 60;

/** A value as a reason shows it: quoted, at most 60 characters. */
export function shown(value: string): string {
  return value.length > SHOWN_CHARACTERS ? `"${value.slice(0, SHOWN_CHARACTERS)}…"` : `"${value}"`;
}

/** The reason of a rejection: the field, what stood there, what should have. */
export function refusal(field: string, value: string, expected: string): string {
  return `${field} ${shown(value)} is not ${expected}`;
}
