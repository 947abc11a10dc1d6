/** SQL for the number of the bucket that a time lies in: `$from` and `$bucket` are parameters, in ms. */
export function bucketOf(column: string, from: string, bucket: string): string {
  return `div((extract(epoch FROM ${column}) * 1000)::numeric - ${from}::numeric, ${bucket}::numeric)::int`;
}
