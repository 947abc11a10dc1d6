/** Splits a line at runs of white space into `tokens` (reused from line to line) and returns how many there are. */
export function splitTokens(line: string, tokens: string[]): number {
  let count = 0;
  let from = -1;
  const length = line.length;
  for (let at = 0; at < length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 32 || code === 9) {
      if (from >= 0) {
        tokens[count] = line.slice(from, at);
        count += 1;
        from = -1;
      }
    } else if (from < 0) from = at;
  }
  if (from >= 0) {
    tokens[count] = line.slice(from);
    count += 1;
  }
  tokens.length = count;
  return count;
}
