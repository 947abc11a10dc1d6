/**
 * Values in the text format of COPY (PostgreSQL manual, "COPY: File Formats"): columns end in a tab, rows in a
 * line feed, null is `\N`, and backslash, tab, line feed and carriage return are escaped with a backslash.
 * PostgreSQL text cannot hold U+0000, and UTF-8 has no lone surrogates: both become U+FFFD.
 */
export const COPY_NULL = "\\N";

const SPECIAL = /[\\\t\n\r\0\ud800-\udfff]/;
const UNSTORABLE = /[\0\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function copyText(value: string | null): string {
  if (value === null) return COPY_NULL;
  if (!SPECIAL.test(value)) return value;
  return storableText(value)
    .replaceAll("\\", "\\\\")
    .replaceAll("\t", "\\t")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
}

/** The text as PostgreSQL can hold it: U+0000 and lone surrogates become U+FFFD. */
export function storableText(value: string): string {
  return UNSTORABLE.test(value) ? replaceUnstorable(value) : value;
}

function replaceUnstorable(value: string): string {
  return value.replaceAll("\0", "\ufffd").replace(LONE_SURROGATE, "\ufffd");
}

export function copyNumber(value: number | null): string {
  return value === null ? COPY_NULL : String(value);
}

export function copyBoolean(value: boolean | null): string {
  return value === null ? COPY_NULL : value ? "t" : "f";
}

/** A `bytea` value from hexadecimal digits. */
export function copyHex(hex: string): string {
  return `\\\\x${hex}`;
}

/** An array literal of texts or addresses. */
export function copyArray(values: readonly string[]): string {
  if (values.length === 0) return "{}";
  return copyText(`{${values.map((value) => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(",")}}`);
}

/** A `jsonb` value; what jsonb cannot hold (U+0000, lone surrogates) becomes U+FFFD at any depth. */
export function copyJson(value: unknown): string {
  return copyText(storableJson(value));
}

/** JSON text that a `jsonb` column takes. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value) ?? "null";
  if (!json.includes("\\u")) return json;
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === "string") return storableText(inner);
    if (inner === null || typeof inner !== "object" || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, field]) => [storableText(key), field]));
  });
}
