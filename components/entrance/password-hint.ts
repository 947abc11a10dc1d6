export const PASSWORD_HINT =
  "12 characters at least, and not easily guessed: a few words that have nothing to do with you.";
