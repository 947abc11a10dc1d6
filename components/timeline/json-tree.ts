const DEEPEST = 12;
const MOST_LINES = 400;

/** A value of JSON as indented lines of text, names before values; cut where it is too much to read. */
export function jsonTree(value: unknown): string {
  const lines: string[] = [];
  const write = (name: string, inner: unknown, depth: number): void => {
    if (lines.length >= MOST_LINES) return;
    const indent = "  ".repeat(depth);
    if (typeof inner !== "object" || inner === null) {
      lines.push(`${indent}${name}${name === "" ? "" : ": "}${String(inner)}`);
      return;
    }
    const entries = Object.entries(inner);
    const empty = Array.isArray(inner) ? "(empty list)" : "(empty)";
    if (entries.length === 0) lines.push(`${indent}${name}: ${empty}`);
    else if (depth >= DEEPEST) lines.push(`${indent}${name}: …`);
    else {
      if (name !== "") lines.push(`${indent}${name}:`);
      for (const [key, part] of entries) write(Array.isArray(inner) ? "–" : key, part, name === "" ? depth : depth + 1);
    }
  };
  write("", value, 0);
  return lines.length >= MOST_LINES ? [...lines, "…"].join("\n") : lines.join("\n");
}

/** The request and the response of a call, out of its raw record; null for what is no such record. */
export function callParameters(raw: string): { request: unknown; response: unknown } | null {
  try {
    const outer: unknown = JSON.parse(raw);
    const event = innerEvent(outer);
    return event && { request: event.requestParameters ?? null, response: event.responseElements ?? null };
  } catch {
    return null;
  }
}

/** The event itself, out of what LookupEvents or EventBridge wrap around it. */
function innerEvent(outer: unknown): Record<string, unknown> | null {
  if (!isRecord(outer)) return null;
  if (typeof outer.CloudTrailEvent === "string") return innerEvent(JSON.parse(outer.CloudTrailEvent));
  return isRecord(outer.detail) && "eventName" in outer.detail ? outer.detail : outer;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
