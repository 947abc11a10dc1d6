import { z } from "zod";

/**
 * Any text that a person gives, in a form, an address or a request: whole characters and no NUL, for the database keeps
 * neither a NUL nor half of a character.
 */
export const PersonText = z.string().refine(isKeepable, "The text holds a character that is none.");

const LONE_HALF = /\p{Surrogate}/u;

function isKeepable(text: string): boolean {
  return !text.includes("\0") && !LONE_HALF.test(text);
}
