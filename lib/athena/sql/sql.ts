/**
 * A piece of SQL. It is made of the program's own text and of typed values alone: a string is no part of one until
 * `identifier`, `text` or `whole` has made it so. Grammar: Trino SQL, as Athena's engine version 3 takes it.
 */
export class Sql {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /** For `sql` below: what stands between the parts is source code. */
  static tagged(strings: TemplateStringsArray, parts: readonly Sql[]): Sql {
    return new Sql(strings.reduce((text, piece, at) => `${text}${parts[at - 1]?.toString() ?? ""}${piece}`));
  }

  static quoted(value: string, quote: "'" | '"' | "`"): Sql {
    return new Sql(`${quote}${value.replaceAll(quote, quote + quote)}${quote}`);
  }

  static number(value: number): Sql {
    return new Sql(String(value));
  }

  /** Of `hiveType` alone, which has looked at every character. */
  static unquoted(type: string): Sql {
    return new Sql(type);
  }
}

/** SQL with other SQL in it: ``sql`SELECT ${column} FROM ${table}` ``. */
export function sql(strings: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  return Sql.tagged(strings, parts);
}

/** Several pieces, one after the other. */
export function join(parts: readonly Sql[], between: Sql): Sql {
  const [first = sql``, ...others] = parts;
  return others.reduce((whole, part) => sql`${whole}${between}${part}`, first);
}

export const list = (parts: readonly Sql[]): Sql => join(parts, sql`, `);
/** True where one of them is; false for none of them. */
export const anyOf = (parts: readonly Sql[]): Sql =>
  parts.length === 0 ? sql`false` : sql`(${join(parts, sql` OR `)})`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;
const LONGEST_NAME = 255;

/** The name of a table or a column, quoted. Throws a RangeError for one that no catalog can hold. */
export function identifier(name: string): Sql {
  if (name === "" || name.length > LONGEST_NAME || CONTROL.test(name))
    throw new RangeError("no name of a table or column");
  return Sql.quoted(name, '"');
}

/** A text, as a literal: quotes in it are doubled, and nothing else is special. Throws a RangeError for NUL in it. */
export function text(value: string): Sql {
  if (value.includes("\0")) throw new RangeError("a text with NUL cannot be asked for");
  return Sql.quoted(value, "'");
}

/** A whole number, as a literal. Throws a RangeError for any other. */
export function whole(value: number): Sql {
  if (!Number.isSafeInteger(value)) throw new RangeError("no whole number");
  return Sql.number(value);
}

/** True where `of` is one of the texts; false for none. */
export function isOneOf(of: Sql, values: readonly string[]): Sql {
  const different = [...new Set(values)].sort();
  return different.length === 0 ? sql`false` : sql`${of} IN (${list(different.map(text))})`;
}
