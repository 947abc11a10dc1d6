/** Why signing in by the provider was refused, by a short name that the sign-in page is given. */
export const REFUSALS = {
  disabled: "This account is disabled. Ask an owner.",
  uninvited: "You have no account here, and no invitation. Ask an owner.",
  unverified: "The identity provider has not verified your address: sign in by password.",
  often: "Too many attempts failed from where you are. Try again in a quarter of an hour.",
  answer: "The identity provider's answer was not accepted. Try again.",
} as const;
