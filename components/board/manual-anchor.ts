/** Where a page has the events that people entered by hand. */
export const MANUAL_ANCHOR = "by-hand";
