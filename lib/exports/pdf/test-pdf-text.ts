/** The text of a PDF of ours that is not compressed, a line for each piece that was drawn. */
export function pdfText(bytes: Buffer): string {
  const pdf = bytes.toString("latin1");
  const objects = new Map(
    [...pdf.matchAll(/(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, id, body]) => [id, body ?? ""]),
  );
  const maps = new Map<string, Map<number, string>>();
  for (const [, name, id] of pdf.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? "")?.[1];
    if (name !== undefined && unicode !== undefined) maps.set(name, readMap(objects.get(unicode) ?? ""));
  }
  const lines: string[] = [];
  let font = new Map<number, string>();
  for (const [, name, shown] of pdf.matchAll(/\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[-\d. \n])*)\] TJ/g)) {
    if (name !== undefined) font = maps.get(name) ?? new Map();
    else lines.push([...(shown ?? "").matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => decode(hex ?? "", font)).join(""));
  }
  return lines.join("\n");
}

function readMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  for (const [, from, list] of cmap.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[(.*?)\]/gs)) {
    let at = Number.parseInt(from ?? "0", 16);
    for (const [, hex] of (list ?? "").matchAll(/<([0-9a-f ]*)>/g)) {
      map.set(
        at++,
        Buffer.from((hex ?? "").replaceAll(" ", ""), "hex")
          .swap16()
          .toString("utf16le"),
      );
    }
  }
  return map;
}

function decode(hex: string, map: ReadonlyMap<number, string>): string {
  return (hex.match(/.{4}/g) ?? []).map((glyph) => map.get(Number.parseInt(glyph, 16)) ?? "").join("");
}
