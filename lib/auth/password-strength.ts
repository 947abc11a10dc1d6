import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import * as common from "@zxcvbn-ts/language-common";
import * as english from "@zxcvbn-ts/language-en";
import { AppError } from "@/lib/core/app-error";

/** Of 4: a guesser who has the hash would need ten thousand million tries or more. */
const STRONG_ENOUGH = 3;

let shared: ZxcvbnFactory | null = null;

/** Made when first asked: its word lists take a while to read. */
function judge(): ZxcvbnFactory {
  shared ??= new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
  return shared;
}

/**
 * Refuses a password that is easily guessed, by zxcvbn's estimate, also from what is known of the person. Throws AppError
 * `invalid` with what is wrong with it, in words.
 */
export function checkPasswordStrength(password: string, known: readonly string[]): void {
  const inputs = known.flatMap((text) => [text, ...text.split(/[@.\s]+/)]).filter((text) => text.length > 2);
  const { score, feedback } = judge().check(password, ["threadline", ...inputs]);
  if (score >= STRONG_ENOUGH) return;
  const why = [feedback.warning, feedback.suggestions[0]].filter(Boolean).join(" ");
  throw new AppError("invalid", `This password is easily guessed. ${why}`.trim());
}
