import { setImmediate } from "node:timers/promises";
import { createGunzip, type Gunzip } from "node:zlib";
import { SourceDamage } from "@/lib/sources/source-damage";

/** How finely the file is given to zlib behind what is known to be sound, one pass after the other. */
const PIECES = [1 << 14, 1 << 8, 1 << 2, 1];
const COARSE = 1 << 14;

/**
 * What a gzip file holds that is damaged, all of it up to the byte that shows the damage: zlib keeps nothing of the piece in which it fails,
 * so the piece is made smaller until it is one byte. `open` gives the file from its beginning; the first `given` bytes of
 * its content are left out. Throws SourceDamage at the end; errors of the file pass.
 */
export async function* salvageGzip(
  open: () => AsyncIterable<Uint8Array>,
  given: number,
): AsyncGenerator<Uint8Array, void> {
  let known = given;
  let sound = 0;
  let damage: SourceDamage | null = null;
  for (const [pass, piece] of PIECES.entries()) {
    const fineUntil = sound + (PIECES[pass - 1] ?? 0);
    const inflater = createGunzip({ chunkSize: 1 << 16 });
    const content: Buffer[] = [];
    inflater.on("data", (chunk: Buffer) => content.push(chunk));
    let whole = false;
    let passed = 0;
    let fed = 0;
    // What was given on before is counted, not given once more.
    const fresh = () =>
      content.splice(0).flatMap((chunk) => {
        const from = Math.min(chunk.length, Math.max(0, known - passed));
        passed += chunk.length;
        known = Math.max(known, passed);
        return from < chunk.length ? [chunk.subarray(from)] : [];
      });
    try {
      for await (const block of open()) {
        for (let at = 0; at < block.length; ) {
          const length = fed < sound ? Math.min(COARSE, sound - fed) : fed < fineUntil || pass === 0 ? piece : COARSE;
          const part = block.subarray(at, at + length);
          await inflateNext(inflater, part);
          yield* fresh();
          at += part.length;
          fed += part.length;
          sound = Math.max(sound, fed);
        }
      }
      whole = true;
      await inflateNext(inflater, null);
      yield* fresh();
      return;
    } catch (error) {
      damage = asDamage(error);
      yield* fresh();
      // Cut off at the end: nothing failed before.
      if (whole) break;
    } finally {
      inflater.destroy();
    }
  }
  if (damage) throw damage;
}

/** Waits until zlib is done with a piece, or with the file, and its content was heard of. */
async function inflateNext(inflater: Gunzip, piece: Uint8Array | null): Promise<void> {
  await new Promise<void>((done, fail) => {
    const ended = (error?: Error | null) => {
      inflater.off("error", ended);
      if (error) fail(error);
      else done();
    };
    inflater.once("error", ended);
    if (piece) inflater.write(piece, ended);
    else inflater.once("end", () => ended()).end();
  });
  while (inflater.readableLength > 0) await setImmediate();
}

/** An error of zlib as damage; any other is thrown. */
export function asDamage(error: unknown): SourceDamage {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (!(error instanceof Error) || !code.startsWith("Z_")) throw error;
  return new SourceDamage(code === "Z_BUF_ERROR" ? "gzip is truncated" : `gzip is corrupt: ${error.message}`);
}
