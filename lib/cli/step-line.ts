const SPARSE_MS = 10_000;

interface Output {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Says how far something is: one line that is written over on a terminal, elsewhere a line every ten seconds at most. */
export function stepLine(output: Output = process.stderr, now = () => performance.now()) {
  let lastAt = now();
  return {
    show(words: string): void {
      if (output.isTTY) output.write(`\r\u001b[K${words}`);
      else if (now() - lastAt >= SPARSE_MS) {
        lastAt = now();
        output.write(`${words}\n`);
      }
    },
    end(): void {
      if (output.isTTY) output.write("\r\u001b[K");
    },
  };
}
