import type { FieldName } from "@/lib/search/search-field";

const WORD = /^[^\s()[\]"<>*\\-][^\s()[\]"*\\]*$/;
const SAYS_MORE = /^(?:AND|OR|NOT|TO)$/;

/** A value as it stands behind a field's name: in quotes where it would else mean more than itself. */
export function writeValue(value: string): string {
  return WORD.test(value) && !SAYS_MORE.test(value) ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

export function writeTerm(field: FieldName, value: string): string {
  return `${field}:${writeValue(value)}`;
}
