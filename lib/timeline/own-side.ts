/**
 * SQL for which way a flow record went, seen from its interface: 2 left, 1 came in, 0 unknown. By the record's direction,
 * else by the own addresses `ips`, as the minute roll-up does.
 */
export function ownSide(record: string, ips: string): string {
  return sideBy(record, (address) => `${address} = ANY(${ips})`);
}

/** The same, with SQL of one's own for whether an address is one of the interface's. */
export function sideBy(record: string, isOwn: (address: string) => string): string {
  const [source, destination] = [isOwn(`${record}.source_ip`), isOwn(`${record}.destination_ip`)];
  return `CASE WHEN ${record}.direction <> 0 THEN ${record}.direction
    WHEN ${source} AND NOT ${destination} THEN 2
    WHEN ${destination} AND NOT ${source} THEN 1
    ELSE 0 END`;
}
