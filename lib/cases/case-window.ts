import { z } from "zod";

/** The time a case is about, half open; an end that is null is "as far as the evidence reaches". */
export const CaseWindow = {
  windowFrom: z.date().nullable().default(null),
  windowTo: z.date().nullable().default(null),
};

export const WINDOW_ORDER = "The window must begin before it ends.";

export function isWindow({ windowFrom, windowTo }: { windowFrom: Date | null; windowTo: Date | null }): boolean {
  return windowFrom === null || windowTo === null || windowFrom < windowTo;
}
