// The SDK's clients carry the shapes of their inputs and outputs as small arrays. What is read here of them is how a server
// decodes what they send and encodes what they take.

/** How a member travels: names in JSON and XML, the header or the part of the path that it is. */
export interface Traits {
  [trait: string]: string | number | string[] | undefined;
}

/** A scalar's kind; instants by the form that they are written in, where the shape says which. */
export type Scalar = "string" | "number" | "boolean" | "instant" | "date-time" | "http-date" | "epoch" | "blob" | "any";

export interface Shape {
  kind: "struct" | "list" | "map" | Scalar;
  /** Of the type itself and of the member together. */
  traits: Traits;
  /** Of the member alone. */
  memberTraits: Traits;
  /** Of a structure, in the order that the service has. */
  members(): [string, Shape][];
  /** Of a list's or a map's values. */
  values(): Shape;
}

const LIST = 64;
const MAP = 128;
const SCALARS: Record<number, Scalar> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "instant",
  5: "date-time",
  6: "http-date",
  7: "epoch",
  15: "any",
  17: "number",
  19: "number",
  21: "blob",
  42: "blob",
};
const FLAGS = [
  "httpLabel",
  "idempotent",
  "idempotencyToken",
  "sensitive",
  "httpPayload",
  "httpResponseCode",
  "httpQueryParams",
];

/** A shape for what no client describes: everything as it is. */
export const ANY: Shape = scalar("any", {}, {});

/** The shape behind a reference of the SDK: a number, an array, or a function that gives one of them. */
export function shapeOf(reference: unknown, memberTraits: Traits = {}): Shape {
  const schema = typeof reference === "function" ? (reference as () => unknown)() : reference;
  if (typeof schema === "number") return numbered(schema, {}, memberTraits);
  if (!Array.isArray(schema)) return ANY;
  if (schema.length === 2) return shapeOf(schema[0], { ...traitsOf(schema[1]), ...memberTraits });
  const [kind, , , traits, first, second] = schema as unknown[];
  const own = traitsOf(traits);
  if (kind === 0) return numbered(first as number, own, memberTraits);
  if (kind === 1) return collection("list", own, memberTraits, first);
  if (kind === 2) return collection("map", own, memberTraits, second);
  const names = first as string[];
  const shapes = second as unknown[];
  return {
    ...scalar("any", own, memberTraits),
    kind: "struct",
    members: () => names.map((name, at) => [name, shapeOf(shapes[at])]),
  };
}

function numbered(schema: number, own: Traits, memberTraits: Traits): Shape {
  if (schema & MAP) return collection("map", own, memberTraits, schema & ~MAP);
  if (schema & LIST) return collection("list", own, memberTraits, schema & ~LIST);
  return scalar(SCALARS[schema] ?? "any", own, memberTraits);
}

function collection(kind: "list" | "map", own: Traits, memberTraits: Traits, value: unknown): Shape {
  return { ...scalar("any", own, memberTraits), kind, values: () => shapeOf(value) };
}

function scalar(kind: Scalar, own: Traits, memberTraits: Traits): Shape {
  return { kind, traits: { ...own, ...memberTraits }, memberTraits, members: () => [], values: () => ANY };
}

function traitsOf(traits: unknown): Traits {
  if (typeof traits === "number")
    return Object.fromEntries(FLAGS.filter((_, at) => (traits >> at) & 1).map((flag) => [flag, 1]));
  return typeof traits === "object" && traits !== null ? (traits as Traits) : {};
}

/** An instant as text: ISO without its empty fraction, or as HTTP's dates. */
export function writeInstant(value: Date, form: Scalar): string {
  return form === "http-date" ? value.toUTCString() : value.toISOString().replace(".000Z", "Z");
}
