import { open } from "node:fs/promises";

const LONGEST_LINE = 4096;

/** Cuts a file of lines into parts of about equal size, `end` the last byte of each. */
export async function cutLines(path: string, parts: number): Promise<{ start: number; end: number }[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const starts = [0];
    for (let part = 1; part < parts; part++) {
      const from = Math.floor((size * part) / parts);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_LINE), 0, LONGEST_LINE, from);
      const lineEnd = buffer.subarray(0, bytesRead).indexOf(10);
      if (lineEnd < 0) throw new Error(`a line of ${path} is longer than ${LONGEST_LINE} bytes`);
      starts.push(from + lineEnd + 1);
    }
    return starts.map((start, at) => ({ start, end: (starts[at + 1] ?? size) - 1 }));
  } finally {
    await file.close();
  }
}
