/** How many are begun before they are wanted, and how much they may weigh together, in bytes. */
export interface Ahead {
  most: number;
  mostBytes: number;
}

/**
 * Begins the work of the next items while one is looked at, and gives them in their order. `begin` is handed an item and gives
 * its work and its weight; a work that fails is the taker's affair. What was begun and is not taken is left to end by itself.
 */
export async function* readAhead<Item, Work>(
  items: AsyncIterator<Item>,
  begin: (item: Item) => { work: Promise<Work> | null; bytes: number },
  { most, mostBytes }: Ahead,
): AsyncGenerator<{ item: Item; work: Promise<Work> | null }> {
  const begun: { item: Item; work: Promise<Work> | null; bytes: number }[] = [];
  let bytes = 0;
  let ended = false;
  for (;;) {
    while (!ended && (begun.length === 0 || (begun.length < most && bytes < mostBytes))) {
      const { done, value } = await items.next();
      if (done) {
        ended = true;
        break;
      }
      const started = begin(value);
      started.work?.catch(() => undefined);
      bytes += started.bytes;
      begun.push({ item: value, ...started });
    }
    const first = begun.shift();
    if (!first) return;
    bytes -= first.bytes;
    yield { item: first.item, work: first.work };
  }
}
