import type { Facet, ValueCounts } from "@/lib/timeline/search/facets.types";

const MOST_VALUES = 8;

/** The most frequent values of each field, with how many there are in all. Pure. */
export function topFacets(counts: ValueCounts): Facet[] {
  return counts.map(({ field, values }) => {
    const order = [...values].sort((a, b) => b.records - a.records || (a.value < b.value ? -1 : 1));
    return { field, values: order.slice(0, MOST_VALUES), distinct: values.length };
  });
}

/** The counts of two parts of a search together, fields and values in the order in which they first came. Pure. */
export function addCounts(before: ValueCounts, more: ValueCounts): ValueCounts {
  const sums = new Map(
    before.map(({ field, values }) => [field, new Map(values.map((row) => [row.value, row.records]))]),
  );
  for (const { field, values } of more) {
    const known = sums.get(field) ?? new Map<string, number>();
    for (const { value, records } of values) known.set(value, (known.get(value) ?? 0) + records);
    sums.set(field, known);
  }
  return [...sums].map(([field, values]) => ({
    field,
    values: [...values].map(([value, records]) => ({ value, records })),
  }));
}
