const COUNT = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `1 record`, `2 records`; the plural is the singular with an "s" unless given. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
