/** Colours that people give to what they see. Each has its name on the page too: colour alone tells nothing. */
export const MARK_COLOURS = ["red", "amber", "green", "blue", "violet", "grey"] as const;
export type MarkColour = (typeof MARK_COLOURS)[number];
