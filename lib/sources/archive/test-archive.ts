import { crc32, deflateRawSync } from "node:zlib";
import { type Header, pack } from "tar-stream";

export interface ZipMember {
  name: string;
  content: Buffer | string;
  /** What the archive says of it, where that is not the truth. */
  flags?: number;
  method?: number;
  crc?: number;
  mode?: number;
}

/** For tests: a zip file, its members deflated; `comment` of the file and lies of single members as they are told. */
export function makeZip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const content = Buffer.from(member.content);
    const name = Buffer.from(member.name);
    const data = member.method === 0 ? content : deflateRawSync(content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE((member.flags ?? 0) | 0x800, 2);
    shared.writeUInt16LE(member.method ?? 8, 4);
    shared.writeUInt32LE(member.crc ?? crc32(content), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const central = Buffer.alloc(46);
    central.write("PK\u0001\u0002", "latin1");
    central.writeUInt16LE((3 << 8) | 20, 4);
    shared.copy(central, 6);
    central.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(at, 42);
    directory.push(central, name);
    parts.push(Buffer.from("PK\u0003\u0004", "latin1"), shared, name, data);
    at += 30 + name.length + data.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}

/** For tests: a tar file. */
export async function makeTar(members: readonly (Partial<Header> & { name: string; content?: Buffer | string })[]) {
  const tar = pack();
  for (const { content = "", ...header } of members) tar.entry(header, Buffer.from(content));
  tar.finalize();
  const parts: Buffer[] = [];
  for await (const part of tar as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}
