/** The largest sum that a bigint column holds, as a float that is not larger. */
export const LARGEST_SUM = 2 ** 63 - 1024;

const LEAST_RECORDS = 2;
const MOST_RECORDS = 200_000;
const LEAST_CONNECTIONS = 6;
const LONG_MINUTES = 30;
const LONG_RECORDS = 3;

/**
 * Contacts whose moments are kept. What no detector asks of a contact: fewer records or a shorter time than any setting of theirs
 * names (beacon: six connections; long connections: half an hour, of which a record is ten minutes at most), and so many records
 * that it is a service.
 */
export function couldMatterOf(contact: {
  accepted: number;
  connections: number;
  firstStartMs: number;
  lastEndMs: number;
}): boolean {
  const { accepted, connections, firstStartMs, lastEndMs } = contact;
  if (accepted < LEAST_RECORDS || accepted > MOST_RECORDS) return false;
  return (
    connections >= LEAST_CONNECTIONS || (lastEndMs - firstStartMs >= LONG_MINUTES * 60_000 && accepted >= LONG_RECORDS)
  );
}

/** The same of a row of `flow_peers` by that name, as SQL. */
export function couldMatter(row: string): string {
  return `${row}.accepted BETWEEN ${LEAST_RECORDS} AND ${MOST_RECORDS}
    AND (${row}.connections >= ${LEAST_CONNECTIONS}
      OR ${row}.last_end - ${row}.first_start >= interval '${LONG_MINUTES} minutes' AND ${row}.accepted >= ${LONG_RECORDS})`;
}
