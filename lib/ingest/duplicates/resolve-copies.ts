import { compareText } from "@/lib/core/compare-text";

/** One of several records that are equal in what all formats share. */
export interface Copy {
  sha256: string;
  record: number;
  /** The further fields it carries, by name. A field it does not carry is not here. */
  fields: Readonly<Record<string, string>>;
}

export interface Resolution<T extends Copy> {
  /** The copy that counts. */
  kept: T;
  duplicates: T[];
  /** Fields that the kept copy lacks, each with its value from a duplicate. */
  filled: Record<string, string>;
}

/**
 * Decides which of several copies count: two that differ in a field that both carry are two records, others are one.
 * The most complete copy stands, then the one of the lowest hash of its file, then the lowest number: the answer does
 * not depend on the order they come in. (Counting rules 3 and 13.)
 */
export function resolveCopies<T extends Copy>(copies: readonly T[]): Resolution<T>[] {
  const resolutions: { resolution: Resolution<T>; fields: Map<string, string> }[] = [];
  for (const copy of [...copies].sort(byPrecedence)) {
    const fields = Object.entries(copy.fields);
    const same = resolutions.find(({ fields: known }) =>
      fields.every(([name, value]) => (known.get(name) ?? value) === value),
    );
    if (!same) {
      resolutions.push({ resolution: { kept: copy, duplicates: [], filled: {} }, fields: new Map(fields) });
      continue;
    }
    same.resolution.duplicates.push(copy);
    for (const [name, value] of fields) {
      if (same.fields.has(name)) continue;
      same.fields.set(name, value);
      same.resolution.filled[name] = value;
    }
  }
  return resolutions.map(({ resolution }) => resolution);
}

function byPrecedence(a: Copy, b: Copy): number {
  return (
    Object.keys(b.fields).length - Object.keys(a.fields).length ||
    compareText(a.sha256, b.sha256) ||
    a.record - b.record
  );
}
