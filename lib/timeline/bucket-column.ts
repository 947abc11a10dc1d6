/**
 * SQL for the number of the bucket that a time lies in: `$from` and `$bucket` are parameters, in ms. In floats, which hold
 * every millisecond exactly once rounded: the numeric type takes several times as long.
 */
export function bucketOf(column: string, from: string, bucket: string): string {
  return `trunc((round(date_part('epoch', ${column}) * 1000) - ${from}::float8) / ${bucket}::float8)::int`;
}
