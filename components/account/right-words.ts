import type { TokenRight } from "@/lib/auth/permissions";

/** What a token may do, as people read it. */
export const RIGHT_WORDS: Record<TokenRight, string> = {
  "case.read": "read cases",
  "case.open": "open cases",
  "case.describe": "name cases and set their window",
  "indicators.change": "flag indicators",
  "evidence.add": "add evidence",
  "marks.change": "pin, tag and colour",
  "comments.write": "comment",
  "board.change": "write down hypotheses and events by hand",
  "tasks.change": "write down tasks",
  "report.export": "take out documents and reports",
};

/** Of the rights that a token has, in words. */
export function rightsText(rights: readonly string[]): string {
  return rights.map((right) => RIGHT_WORDS[right as TokenRight] ?? right).join(", ");
}
