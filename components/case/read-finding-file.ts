/** A file of findings is small; what is larger is evidence to load. */
const MAX_BYTES = 1_000_000;
const TOO_LARGE = "This file is larger than a megabyte. Load it as evidence of the case instead.";

/** The text of a chosen file, inflated when it is gzip; or why not, in words. */
export async function readFindingFile(file: File): Promise<{ text: string } | { problem: string }> {
  if (file.size > MAX_BYTES) return { problem: TOO_LARGE };
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  try {
    const stream = isGzip ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
    const reader = stream.getReader();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let size = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > MAX_BYTES) {
        await reader.cancel();
        return { problem: TOO_LARGE };
      }
      parts.push(value);
    }
    return { text: await new Blob(parts).text() };
  } catch {
    return { problem: "This file could not be read." };
  }
}
