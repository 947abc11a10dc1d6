/** A file of up to so many bytes waits for disk and database for longer than it is read. */
export const SMALL_BYTES = 256 * 1024;
/** A group is one transaction. The more files, the fewer folders of the store are synced more than once. */
const FILES = { least: 8, most: 512 };
const BYTES = { least: SMALL_BYTES, most: 2 * 1024 * 1024 };
/** Smaller groups where the load is small, so that every runner has its share. */
const SHARES = 16;

/**
 * The work list, largest first, as what is loaded at a time: a large file by itself, small ones together. The order stays.
 */
export function groupFiles<File extends { size: number }>(files: readonly File[]): File[][] {
  const small = files.filter(({ size }) => size <= SMALL_BYTES);
  const within = (amount: number, { least, most }: typeof BYTES) => Math.min(most, Math.max(least, amount / SHARES));
  const mostBytes = within(
    small.reduce((sum, { size }) => sum + size, 0),
    BYTES,
  );
  const mostFiles = within(small.length, FILES);
  const groups: File[][] = files.filter(({ size }) => size > SMALL_BYTES).map((file) => [file]);
  let group: File[] = [];
  let bytes = 0;
  for (const file of small) {
    if (group.length > 0 && (group.length >= mostFiles || bytes + file.size > mostBytes)) {
      groups.push(group);
      group = [];
      bytes = 0;
    }
    group.push(file);
    bytes += file.size;
  }
  return group.length > 0 ? [...groups, group] : groups;
}
