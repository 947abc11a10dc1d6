/** Longest side of a logo, in pixels. */
export const LONGEST_SIDE = 1200;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const NOT_DRAWN = `The logo cannot be drawn: save it as a plain PNG or JPEG, at most ${LONGEST_SIDE} pixels a side.`;

/** What is known of a PNG by its chunks. */
export interface PngShape {
  /** Bytes of its pixels once inflated: each row with the byte that names its filter. */
  pixelBytes: number;
  /** Where the compressed pixels stand in the file. */
  data: { from: number; to: number }[];
}

/**
 * What keeps a picture from being drawn; null for one that can be. People choose the file, so that nothing in it is believed
 * before its parts were seen to lie within it.
 */
export function pictureFault(bytes: Uint8Array): string | null {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
  return isJpeg || pngShape(bytes) !== null ? null : NOT_DRAWN;
}

/** The shape of a PNG without interlacing whose chunks fill the file exactly; null for all else. Source: the PNG specification, 3rd edition, 5 and 11. */
export function pngShape(bytes: Uint8Array): PngShape | null {
  if (PNG.some((byte, at) => bytes[at] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: PngShape["data"] = [];
  let header: { pixelBytes: number; isIndexed: boolean } | null = null;
  let hasPalette = false;
  let isWhole = false;
  let at = PNG.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const from = at + 8;
    const to = from + length;
    if (to + 4 > bytes.length) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, from));
    if ((type === "IHDR") !== (header === null)) return null;
    if (type === "IHDR") {
      header = length === 13 ? readHeader(view, from) : null;
      if (header === null) return null;
    }
    if (type === "PLTE") {
      if (length === 0 || length % 3 !== 0 || length > 768) return null;
      hasPalette = true;
    }
    if (type === "tRNS" && length > 256) return null;
    if (type === "IDAT") data.push({ from, to });
    at = to + 4;
    isWhole = type === "IEND";
    if (isWhole) break;
  }
  if (header === null || !isWhole || at !== bytes.length || data.length === 0 || (header.isIndexed && !hasPalette))
    return null;
  return { pixelBytes: header.pixelBytes, data };
}

const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

function readHeader(view: DataView, at: number): { pixelBytes: number; isIndexed: boolean } | null {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colour, compression, filter, interlaced] = [8, 9, 10, 11, 12].map((byte) => view.getUint8(at + byte));
  const samples = SAMPLES[colour ?? -1];
  if (width < 1 || height < 1 || width > LONGEST_SIDE || height > LONGEST_SIDE) return null;
  if (samples === undefined || (depth !== 8 && !(depth !== undefined && samples === 1 && [1, 2, 4].includes(depth))))
    return null;
  if (compression !== 0 || filter !== 0 || interlaced !== 0) return null;
  return { pixelBytes: (1 + Math.ceil((width * samples * depth) / 8)) * height, isIndexed: colour === 3 };
}
