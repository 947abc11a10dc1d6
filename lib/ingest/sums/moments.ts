/** Records of one contact side by side: when, from which port of the near side, how much, and whether it begins a connection. */
export interface Moments {
  /** Whole seconds since the epoch, in no order. */
  startSeconds: Float64Array;
  endSeconds: Float64Array;
  nearPorts: Int32Array;
  /** -1 for none given. */
  bytes: Float64Array;
  /** 1 yes, 0 no, 2 where nothing tells. */
  begins: Uint8Array;
}

/** Start (4 bytes), how long in seconds (2), near port (2), bytes (2 and 4, the upper ones first), begins (1); little endian. */
export const MOMENT_BYTES = 15;
/** Clocks centuries off have no rhythm: from 1970 to 2106 is what four bytes hold. */
export const LAST_SECOND = 2 ** 32 - 1;
/** AWS cuts records at ten minutes; what claims to be longer than this is taken for as long. */
const LONGEST_SECONDS = 65_535;
const UPPER = 2 ** 32;
/** More is not told apart; one more stands for none given. */
const MOST_BYTES = 2 ** 48 - 2;

/** The numbers one by one, as there are millions. @param sent bytes, -1 for none given */
export function writeMoment(
  view: DataView,
  at: number,
  startSeconds: number,
  seconds: number,
  nearPort: number,
  sent: number,
  begins: number,
): void {
  const bytes = sent < 0 ? MOST_BYTES + 1 : Math.min(sent, MOST_BYTES);
  view.setUint32(at, startSeconds, true);
  view.setUint16(at + 4, Math.min(Math.max(seconds, 0), LONGEST_SECONDS), true);
  view.setUint16(at + 6, nearPort, true);
  view.setUint16(at + 8, Math.floor(bytes / UPPER), true);
  view.setUint32(at + 10, bytes % UPPER, true);
  view.setUint8(at + 14, begins);
}

/** The reverse of `writeMoment`, for as many as there are. */
export function readMoments(packed: Uint8Array): Moments {
  const count = Math.floor(packed.length / MOMENT_BYTES);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  // One piece of memory for all: a case has some hundred thousand of these.
  const room = new ArrayBuffer(count * 29);
  const moments: Moments = {
    startSeconds: new Float64Array(room, 0, count),
    endSeconds: new Float64Array(room, count * 8, count),
    bytes: new Float64Array(room, count * 16, count),
    nearPorts: new Int32Array(room, count * 24, count),
    begins: new Uint8Array(room, count * 28, count),
  };
  for (let index = 0; index < count; index++) {
    const at = index * MOMENT_BYTES;
    const start = view.getUint32(at, true);
    const bytes = view.getUint16(at + 8, true) * UPPER + view.getUint32(at + 10, true);
    moments.startSeconds[index] = start;
    moments.endSeconds[index] = start + view.getUint16(at + 4, true);
    moments.nearPorts[index] = view.getUint16(at + 6, true);
    moments.bytes[index] = bytes > MOST_BYTES ? -1 : bytes;
    moments.begins[index] = view.getUint8(at + 14);
  }
  return moments;
}
