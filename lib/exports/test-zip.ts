import { buffer } from "node:stream/consumers";
import yauzl from "yauzl";

/** The members of a zip, in order. */
export async function unzip(bytes: Buffer): Promise<{ name: string; bytes: Buffer }[]> {
  const zip = await new Promise<yauzl.ZipFile>((done, fail) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error ? fail(error) : done(opened))),
  );
  const files: { name: string; bytes: Buffer }[] = [];
  return new Promise((done, fail) => {
    zip.on("error", fail);
    zip.on("end", () => done(files));
    zip.on("entry", (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return fail(error);
        buffer(stream).then((content) => {
          files.push({ name: entry.fileName, bytes: content });
          zip.readEntry();
        }, fail);
      });
    });
    zip.readEntry();
  });
}
