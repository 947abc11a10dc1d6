/** What DuckDB is asked of its own table `flows`; every value is made by the benchmark itself. */
interface Seconds {
  from: number;
  to: number;
}

const PAGE_ROWS = 200;
const BEFORE_ROWS = 60;
const ROW = `start, "interface-id", "pkt-srcaddr", "pkt-dstaddr", srcport, dstport, protocol, packets, bytes, action, "flow-direction"`;
const met = (ip: string) => `'${ip}' IN (srcaddr, dstaddr, "pkt-srcaddr", "pkt-dstaddr")`;
const at = (instanceId: string) => `"instance-id" = '${instanceId}'`;
const within = ({ from, to }: Seconds) => `start >= ${from} AND start < ${to}`;
const sum = (where: string) => `sum(bytes) FILTER (WHERE action = 'ACCEPT' AND ${where})`;

/** Which instances met an address, when, and how many bytes went either way. */
export function duckCase(ip: string): string {
  return `SELECT "instance-id", count(*), min(start), max("end"), count(*) FILTER (WHERE action = 'REJECT'),
                 ${sum(`"flow-direction" = 'egress'`)}, ${sum(`"flow-direction" = 'ingress'`)}
            FROM flows WHERE ${met(ip)} GROUP BY ALL ORDER BY 6 DESC`;
}

/** Bytes with an address and with all others, by buckets of time; of one instance or of those that met it. */
export function duckLanes(ip: string, instanceId: string | null, view: Seconds, buckets: number): string {
  const width = Math.max(1, Math.floor((view.to - view.from) / buckets));
  const whose =
    instanceId === null ? `"instance-id" IN (SELECT "instance-id" FROM flows WHERE ${met(ip)})` : at(instanceId);
  return `SELECT (start - ${view.from}) // ${width}, ${sum(met(ip))}, ${sum(`"flow-direction" = 'egress'`)},
                 ${sum(`"flow-direction" = 'ingress'`)}, count(*) FILTER (WHERE action = 'REJECT' AND ${met(ip)})
            FROM flows WHERE ${whose} AND ${within(view)} GROUP BY ALL ORDER BY 1`;
}

/** The first rows of the table and how many there are. */
export function duckFirstRows(instanceId: string, view: Seconds, ip: string | null): string {
  const where = `${at(instanceId)} AND ${within(view)}${ip === null ? "" : ` AND ${met(ip)}`}`;
  return `SELECT ${ROW}, (SELECT count(*) FROM flows WHERE ${where}) FROM flows WHERE ${where}
           ORDER BY start, rowid LIMIT ${PAGE_ROWS + 1}`;
}

/** The rows around a moment. */
export function duckJump(instanceId: string, second: number): string[] {
  return [
    `SELECT ${ROW} FROM flows WHERE ${at(instanceId)} AND start < ${second} ORDER BY start DESC, rowid DESC LIMIT ${BEFORE_ROWS + 1}`,
    `SELECT ${ROW} FROM flows WHERE ${at(instanceId)} AND start >= ${second} ORDER BY start, rowid LIMIT ${PAGE_ROWS - BEFORE_ROWS + 1}`,
  ];
}

/** The first rows of an instance's traffic with one peer. */
export function duckSearch(instanceId: string, peer: string): string {
  const side = `CASE WHEN "flow-direction" = 'egress' THEN "pkt-dstaddr" ELSE "pkt-srcaddr" END`;
  return `SELECT ${ROW} FROM flows WHERE ${at(instanceId)} AND ${side} = '${peer}' ORDER BY start, rowid LIMIT ${PAGE_ROWS + 1}`;
}
