import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

export interface PackedFile {
  name: string;
  bytes: Buffer;
}

/** A zip of these files, all of one time, so that the same files make the same bytes. */
export async function zipFiles(files: readonly PackedFile[], at: Date): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, bytes } of files) zip.addBuffer(bytes, name, { mtime: at, mode: 0o100644 });
  zip.end();
  return buffer(zip.outputStream);
}
