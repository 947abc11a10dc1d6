import { Sql } from "@/lib/athena/sql/sql";

const NAME = /^[a-z][a-z0-9_]{0,127}$/;
// Hive's texts know escapes by a backslash: neither that nor a quote is let in, and no name of a bucket's folders needs one.
const PLAIN = /^[A-Za-z0-9 ._\-/=@+!:,;${}*()]*$/;
const TYPE = /^[a-z][a-z0-9_:,<>]*$/;

/** A name in a statement of Hive's, which is what Athena makes tables by. Throws a RangeError for any but plain ones. */
export function hiveName(name: string): Sql {
  if (!NAME.test(name)) throw new RangeError("no plain name of a table or column");
  return Sql.quoted(name, "`");
}

/** A text in a statement of Hive's. Throws a RangeError for one with other than plain characters. */
export function hiveText(value: string): Sql {
  if (!PLAIN.test(value)) throw new RangeError("a table cannot be made of a folder with such characters in its name");
  return Sql.quoted(value, "'");
}

/** A type as Hive writes it, `array<struct<rdata:string>>`. Throws a RangeError for any other text. */
export function hiveType(type: string): Sql {
  if (!TYPE.test(type)) throw new RangeError("no type of Hive's");
  return Sql.unquoted(type);
}
