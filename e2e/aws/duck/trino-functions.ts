/** What the statements call, and what it is in DuckDB; null: the same there. Any other function fails the test. */
const TRINO_FUNCTIONS: Readonly<Record<string, string | null>> = {
  arrays_overlap: "list_has_any",
  cast: null,
  coalesce: null,
  count: null,
  count_if: null,
  json_extract_scalar: "json_extract_string",
  max: null,
  nullif: null,
  rank: null,
  starts_with: null,
  strpos: null,
  substr: null,
  sum: null,
  transform: "list_transform",
  try_cast: null,
};
/** Words before a bracket that are no functions. */
const SYNTAX = new Set(["and", "as", "by", "from", "in", "not", "or", "over", "sides", "unnest", "when", "where"]);

/** The statement as DuckDB takes it. Throws for a function that is not listed. */
export function forDuck(statement: string): string {
  const pieces = statement.split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/);
  return pieces
    .map((piece, at) => {
      if (at % 2 === 1) return piece;
      return piece.replace(/\b([a-z_][a-z0-9_]*)(\s*\()/gi, (whole, name: string, bracket: string) => {
        const known = name.toLowerCase();
        if (SYNTAX.has(known)) return whole;
        const there = TRINO_FUNCTIONS[known];
        if (there === undefined) throw new Error(`${name} is no function that the tests know`);
        return `${there ?? name}${bracket}`;
      });
    })
    .join("");
}
