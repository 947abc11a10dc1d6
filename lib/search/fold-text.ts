/**
 * A text as texts are compared: capital letters of ASCII made small, as the database does by `lower(… COLLATE "C")`. No
 * other letters are touched, so that both always say the same.
 */
export function foldText(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
