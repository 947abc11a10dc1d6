import type { Shape } from "@/e2e/aws/wire/shape";

interface Tree {
  text?: string;
  below: Map<string, Tree>;
}

/** Form fields whose names are paths (`Filter.1.Value.2`), as what the client was given. `ec2` has its own names and flat lists. */
export function fromQuery(shape: Shape, form: URLSearchParams, ec2: boolean): Record<string, unknown> {
  const root: Tree = { below: new Map() };
  for (const [name, text] of form) {
    let tree = root;
    for (const step of name.split(".")) {
      const next: Tree = tree.below.get(step) ?? { below: new Map() };
      tree.below.set(step, next);
      tree = next;
    }
    tree.text = text;
  }
  return (read(shape, root, ec2) ?? {}) as Record<string, unknown>;
}

function read(shape: Shape, tree: Tree | undefined, ec2: boolean): unknown {
  if (tree === undefined) return undefined;
  if (shape.kind === "struct") {
    const members = shape
      .members()
      .map(([name, member]) => [name, read(member, tree.below.get(keyOf(name, member, ec2)), ec2)] as const);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }
  if (shape.kind === "list") {
    const item = shape.values();
    const flat = ec2 || shape.traits.xmlFlattened;
    const holder = flat ? tree : tree.below.get((item.traits.xmlName as string | undefined) ?? "member");
    const numbered = [...(holder?.below ?? [])].sort(([left], [right]) => Number(left) - Number(right));
    return numbered.map(([, one]) => read(item, one, ec2));
  }
  if (shape.kind === "map") {
    const holder = shape.traits.xmlFlattened ? tree : tree.below.get("entry");
    const entries = [...(holder?.below.values() ?? [])];
    return Object.fromEntries(
      entries.map((entry) => [entry.below.get("key")?.text, read(shape.values(), entry.below.get("value"), ec2)]),
    );
  }
  return fromText(shape, tree.text);
}

function keyOf(name: string, member: Shape, ec2: boolean): string {
  if (!ec2) return (member.memberTraits.xmlName as string | undefined) ?? name;
  const { ec2QueryName, xmlName } = member.traits as { ec2QueryName?: string; xmlName?: string };
  const key = xmlName ?? name;
  return ec2QueryName ?? key.charAt(0).toUpperCase() + key.slice(1);
}

/** A scalar that travelled as text: in a form, a query string, a header or a path. */
export function fromText(shape: Shape, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (shape.kind === "number") return Number(text);
  if (shape.kind === "boolean") return text === "true";
  if (["instant", "date-time", "http-date"].includes(shape.kind)) return new Date(text);
  return shape.kind === "blob" ? Buffer.from(text, "base64") : text;
}
