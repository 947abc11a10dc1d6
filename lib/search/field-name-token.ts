import { ExternalTokenizer } from "@lezer/lr";
import { FieldName } from "@/lib/search/query-parser.terms";

const COLON = 58;

const isLetter = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Letters and the colon behind them, where the grammar lets a field's name stand. */
export const fieldName = new ExternalTokenizer(
  (input, stack) => {
    if (!isLetter(input.next) || !stack.canShift(FieldName)) return;
    while (isLetter(input.next)) input.advance();
    if (input.next !== COLON) return;
    input.advance();
    input.acceptToken(FieldName);
  },
  { contextual: true },
);
