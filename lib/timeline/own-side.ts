/**
 * SQL for which way a flow record went, seen from its interface: 2 left, 1 came in, 0 unknown. By the record's direction,
 * else by the own addresses `ips`, as the minute roll-up does.
 */
export function ownSide(record: string, ips: string): string {
  return `CASE WHEN ${record}.direction <> 0 THEN ${record}.direction
    WHEN ${record}.source_ip = ANY(${ips}) AND NOT ${record}.destination_ip = ANY(${ips}) THEN 2
    WHEN ${record}.destination_ip = ANY(${ips}) AND NOT ${record}.source_ip = ANY(${ips}) THEN 1
    ELSE 0 END`;
}
