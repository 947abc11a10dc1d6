import { type Shape, writeInstant } from "@/e2e/aws/wire/shape";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** Control characters and line ends travel as references, or XML would lose them. */
const isLost = (character: string) => character < " " || character === "\u0085" || character === "\u2028";
export const escapeXml = (text: string) =>
  [...text]
    .map((character) =>
      isLost(character) ? `&#x${character.charCodeAt(0).toString(16)};` : (ENTITIES[character] ?? character),
    )
    .join("");

export const element = (name: string, content: string) => `<${name}>${content}</${name}>`;

/** The members of a structure, those that travel in headers left out. */
export function membersToXml(shape: Shape, value: unknown): string {
  const record = (value ?? {}) as Record<string, unknown>;
  return shape
    .members()
    .filter(([, { traits }]) => !traits.httpHeader && !traits.httpPrefixHeaders && !traits.httpResponseCode)
    .map(([name, member]) => toXml((member.memberTraits.xmlName as string | undefined) ?? name, member, record[name]))
    .join("");
}

/** A value as an element of that name: empty where there is none. */
export function toXml(name: string, shape: Shape, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) {
    const item = shape.values();
    if (shape.traits.xmlFlattened) return value.map((one) => toXml(name, item, one)).join("");
    const itemName = (item.traits.xmlName as string | undefined) ?? "member";
    return element(name, value.map((one) => toXml(itemName, item, one)).join(""));
  }
  if (value instanceof Date)
    return element(name, writeInstant(value, shape.kind === "http-date" ? "http-date" : "date-time"));
  if (shape.kind === "blob") return element(name, Buffer.from(value as string | Uint8Array).toString("base64"));
  if (shape.kind === "struct") return element(name, membersToXml(shape, value));
  if (typeof value === "object") {
    const entries = Object.entries(value).map(
      ([key, one]) => element("key", escapeXml(key)) + toXml("value", shape.values(), one),
    );
    const flat = shape.traits.xmlFlattened;
    return flat
      ? entries.map((entry) => element(name, entry)).join("")
      : element(name, entries.map((entry) => element("entry", entry)).join(""));
  }
  return element(name, escapeXml(String(value)));
}
