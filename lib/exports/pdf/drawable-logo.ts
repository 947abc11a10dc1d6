import { inflateSync } from "node:zlib";
import { AppError } from "@/lib/core/app-error";
import { pictureFault, pngShape } from "@/lib/report/picture-fault";
import { logoBytes } from "@/lib/report/report-settings";

/**
 * The bytes of a logo that a PDF can hold. The reader of PNG that draws it trusts lengths and pixels, so both are looked at first.
 * Throws AppError `invalid` for one that cannot be drawn.
 */
export function drawableLogo(logo: string): Buffer {
  const bytes = Buffer.from(logoBytes(logo));
  const fault = pictureFault(bytes);
  if (fault !== null) throw new AppError("invalid", fault);
  const png = pngShape(bytes);
  if (png === null) return bytes;
  try {
    const packed = Buffer.concat(png.data.map(({ from, to }) => bytes.subarray(from, to)));
    if (inflateSync(packed, { maxOutputLength: png.pixelBytes + 1 }).length === png.pixelBytes) return bytes;
  } catch (cause) {
    throw new AppError("invalid", "The pixels of the logo cannot be read.", { cause });
  }
  throw new AppError("invalid", "The pixels of the logo are not those of its size.");
}
