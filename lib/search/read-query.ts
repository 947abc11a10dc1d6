import type { SyntaxNode } from "@lezer/common";
import { canonicalAddress } from "@/lib/core/address";
import { foldText } from "@/lib/search/fold-text";
import { mistakeAt } from "@/lib/search/mistake-at";
import { MOST_CHARACTERS } from "@/lib/search/most-characters";
import type { Mistake, Query, ReadQuery, Span, TextTerm, ValueTest } from "@/lib/search/query.types";
import { parser } from "@/lib/search/query-parser";
import { readNetwork } from "@/lib/search/read-network";
import { hasOrder } from "@/lib/search/read-span";
import { expectedWords, readComparison, readRange, readValue, type TypedValue } from "@/lib/search/read-value";
import { FIELD_NAMES, type FieldName, isFieldName, searchField } from "@/lib/search/search-field";

const MOST_CONDITIONS = 60;

const EVERYTHING: Query = { kind: "and", parts: [] };

/** Reads a text of the search language: never throws, and says of whatever it cannot read where it is and what was expected. */
export function readQuery(typed: string): ReadQuery {
  // No text in the database holds a NUL or half a character; what stands in their place is what loading puts there.
  const text = typed.replace(/\0|\p{Cs}/gu, "\uFFFD");
  if (text.length > MOST_CHARACTERS) {
    const message = `expected at most ${MOST_CHARACTERS} characters; the rest is not read`;
    return { query: null, mistakes: [{ from: MOST_CHARACTERS, to: text.length, message }] };
  }
  const reader = new QueryReader(text);
  const query = reader.read(parser.parse(text).topNode);
  if (reader.conditions > MOST_CONDITIONS)
    reader.mistakes.push({ from: 0, to: text.length, message: `expected at most ${MOST_CONDITIONS} conditions` });
  return { query, mistakes: reader.mistakes.sort((a, b) => a.from - b.from || a.to - b.to) };
}

class QueryReader {
  readonly mistakes: Mistake[] = [];
  conditions = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Of a node where conditions stand; null where it holds none that can be read. */
  read(node: SyntaxNode): Query | null {
    const { name } = node;
    if (name === "Field") return this.#field(node);
    if (name === "Word" || name === "Quoted" || name === "Unclosed") return this.#free(node);
    return this.#join(node, (child) => this.read(child));
  }

  /** What stands inside a node, joined as its name says; what is an error in it becomes a mistake. */
  #join(node: SyntaxNode, read: (child: SyntaxNode) => Query | null): Query | null {
    const parts: Query[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.type.isError) this.mistakes.push(mistakeAt(child, this.#text));
      else if (/^[A-Z]/.test(child.name)) parts.push(...(this.#one(read(child)) ?? []));
    }
    if (node.name === "Not" || node.name === "NotValue") return parts[0] ? negated(parts[0]) : null;
    return joined(node.name === "Or" || node.name === "OrValues" ? "or" : "and", parts);
  }

  #one(query: Query | null): Query[] | null {
    return query === null ? null : [query];
  }

  #field(node: SyntaxNode): Query | null {
    const label = node.firstChild;
    if (!label) return null;
    const written = this.#text.slice(label.from, label.to - 1);
    const name = written.toLowerCase();
    const value = label.nextSibling;
    if (!isFieldName(name)) return this.#unknown(node, written);
    if (!value || value.type.isError) {
      this.conditions++;
      this.mistakes.push({ from: label.from, to: label.to, message: this.#expected(name) });
      return null;
    }
    return this.#value(name, value, node);
  }

  /** A name that is no field's: part of an IPv6 address, or a mistake. */
  #unknown(node: SyntaxNode, written: string): Query | null {
    const whole = this.#text.slice(node.from, node.to);
    if (canonicalAddress(whole) !== null) return this.#textTerm(node, whole, false);
    this.conditions++;
    const near = FIELD_NAMES.find((name) => name.startsWith(written.toLowerCase().slice(0, 2)));
    const meant = near === undefined ? "" : `, such as ${near}:`;
    this.mistakes.push({
      ...{ from: node.from, to: node.from + written.length + 1 },
      message: `expected the name of a field${meant}. A text with a colon stands in quotes`,
    });
    return null;
  }

  #value(field: FieldName, node: SyntaxNode, at: Span): Query | null {
    switch (node.name) {
      case "Word":
      case "Quoted":
      case "Unclosed":
        return this.#term(field, at, readValue(field, this.#typed(node)));
      case "Comparison":
      case "Range":
        return this.#ordered(field, node, at);
      default:
        return this.#join(node, (child) => this.#value(field, child, child));
    }
  }

  #ordered(field: FieldName, node: SyntaxNode, at: Span): Query | null {
    const broken = errorIn(node);
    if (broken) {
      this.conditions++;
      this.mistakes.push(mistakeAt(broken, this.#text));
      return null;
    }
    if (!hasOrder(searchField(field).type)) {
      this.conditions++;
      const message = `expected ${expectedWords(searchField(field))}: ${field} has no more or less`;
      this.mistakes.push({ from: node.from, to: node.to, message });
      return null;
    }
    const ends = textsIn(node).map((end) => this.#typed(end).text);
    const sign = node.getChild("Sign");
    if (!sign) return this.#term(field, at, readRange(field, ends));
    return this.#term(field, at, readComparison(field, this.#text.slice(sign.from, sign.to), ends[0] ?? ""));
  }

  #term(field: FieldName, { from, to }: Span, test: ValueTest | null): Query | null {
    this.conditions++;
    if (test !== null) return { kind: "field", field, test, from, to };
    this.mistakes.push({ from, to, message: this.#expected(field) });
    return null;
  }

  #free(node: SyntaxNode): Query | null {
    const { text, quoted } = this.#typed(node);
    if (text === "*" && !quoted) return EVERYTHING;
    return text === "" ? null : this.#textTerm(node, text, quoted);
  }

  #textTerm({ from, to }: Span, text: string, quoted: boolean): TextTerm {
    this.conditions++;
    const port = /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
    const folded = foldText(text);
    return { kind: "text", parts: quoted ? [folded] : folded.split("*"), network: readNetwork(text), port, from, to };
  }

  #typed(node: SyntaxNode): TypedValue {
    const text = this.#text.slice(node.from, node.to);
    if (node.name === "Word") return { text, quoted: false };
    if (node.name === "Unclosed")
      this.mistakes.push({ from: node.from, to: node.to, message: 'expected a closing " of this quote' });
    const inner = node.name === "Quoted" ? text.slice(1, -1) : text.slice(1);
    return { text: inner.replace(/\\([\s\S])/g, "$1"), quoted: true };
  }

  #expected(field: FieldName): string {
    return `expected ${expectedWords(searchField(field))} behind ${field}:`;
  }
}

function joined(kind: "and" | "or", parts: readonly Query[]): Query | null {
  if (parts.length < 2) return parts[0] ?? null;
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) };
}

function negated(part: Query): Query {
  return part.kind === "not" ? part.part : { kind: "not", part };
}

function errorIn(node: SyntaxNode): SyntaxNode | null {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    const found = child.type.isError ? child : errorIn(child);
    if (found) return found;
  }
  return null;
}

/** The texts below a node, in their order. */
function textsIn(node: SyntaxNode): SyntaxNode[] {
  if (node.name === "Word" || node.name === "Quoted" || node.name === "Unclosed") return [node];
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(...textsIn(child));
  return found;
}
