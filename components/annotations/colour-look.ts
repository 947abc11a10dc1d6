import type { MarkColour } from "@/lib/core/mark-colour";

/** Each colour by the token that reaches AA on both grounds. */
export const COLOUR_LOOKS: Record<MarkColour, string> = {
  red: "bg-flag",
  amber: "bg-finding",
  green: "bg-ok",
  blue: "bg-flow",
  violet: "bg-dns",
  grey: "bg-faint",
};
