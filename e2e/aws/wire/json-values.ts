import { type Shape, writeInstant } from "@/e2e/aws/wire/shape";

type Names = (name: string, member: Shape) => string;
const asIs: Names = (name) => name;
/** REST JSON has names of its own on the wire; JSON 1.1 takes members by their name. */
const byTrait: Names = (name, member) => (member.traits.jsonName as string | undefined) ?? name;

/** A value as the JSON of its protocol: instants as seconds since 1970 unless the shape says otherwise, bytes as base64. */
export function toJson(shape: Shape, value: unknown, rest: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  const names = rest ? byTrait : asIs;
  if (value instanceof Date)
    return shape.kind === "date-time" || shape.kind === "http-date"
      ? writeInstant(value, shape.kind)
      : value.getTime() / 1000;
  if (shape.kind === "blob") return Buffer.from(value as string | Uint8Array).toString("base64");
  if (Array.isArray(value)) return value.map((item) => toJson(shape.values(), item, rest));
  if (typeof value !== "object") return value;
  if (shape.kind === "struct") {
    const record = value as Record<string, unknown>;
    return Object.fromEntries(
      shape.members().map(([name, member]) => [names(name, member), toJson(member, record[name], rest)]),
    );
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(shape.values(), item, rest)]));
}

/** The same way back: what a client sent, with its own names and with instants as Dates. */
export function fromJson(shape: Shape, value: unknown, rest: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  const names = rest ? byTrait : asIs;
  if (["instant", "epoch"].includes(shape.kind) && typeof value === "number") return new Date(value * 1000);
  if (["instant", "date-time", "http-date"].includes(shape.kind)) return new Date(String(value));
  if (shape.kind === "blob") return Buffer.from(String(value), "base64");
  if (Array.isArray(value)) return value.map((item) => fromJson(shape.values(), item, rest));
  if (typeof value !== "object") return value;
  if (shape.kind === "struct") {
    const record = value as Record<string, unknown>;
    const members = shape
      .members()
      .map(([name, member]) => [name, fromJson(member, record[names(name, member)], rest)] as const);
    return Object.fromEntries(members.filter(([, item]) => item !== undefined));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(shape.values(), item, rest)]));
}
