import { createHash } from "node:crypto";

/** What lies under a key. */
export interface StoredObject {
  bytes: Buffer;
  etag: string;
  /** Epoch milliseconds. */
  writtenMs: number;
  storageClass: string | null;
  /** Brought back from its archive. */
  restored: boolean;
  metadata: Record<string, string>;
  /** SHA-256, base64, where it was sent with the object. */
  checksum: string | null;
  /** The key that it is encrypted with: refused, or disabled. */
  kms: "denied" | "disabled" | null;
}

const byBytes = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));
const isAscii = (text: string) => Buffer.byteLength(text) === text.length;

/** A bucket in memory, whose keys are listed in the order of their UTF-8 bytes. */
export class FakeBucket {
  readonly objects = new Map<string, StoredObject>();
  region: string;
  requesterPays: boolean;
  /** Uploads in parts that were begun and are neither whole nor given up. */
  openUploads = 0;
  #sorted: string[] = [];
  #changed = false;

  constructor({ region = "eu-central-1", requesterPays = false } = {}) {
    this.region = region;
    this.requesterPays = requesterPays;
  }

  put(key: string, bytes: Buffer, about: Partial<Omit<StoredObject, "bytes">> = {}): StoredObject {
    const etag = about.etag ?? `"${createHash("md5").update(bytes).digest("hex")}"`;
    const rest = { storageClass: null, restored: false, metadata: {}, checksum: null, kms: null };
    const object = { bytes, writtenMs: Date.now(), ...rest, ...about, etag };
    this.objects.set(key, object);
    this.#changed = true;
    return object;
  }

  remove(key: string): void {
    this.objects.delete(key);
    this.#changed = true;
  }

  clear(): void {
    this.objects.clear();
    this.#changed = true;
  }

  /** At most `size` keys and folders (each counts once) with a prefix, behind `after`; and whether more follow. */
  list({ prefix, after, delimiter, size }: { prefix: string; after: string; delimiter: string; size: number }) {
    const keys = this.#keys();
    const found: string[] = [];
    const folders: string[] = [];
    let at = firstFrom(keys, after < prefix ? prefix : after);
    let last = after;
    for (; at < keys.length && found.length + folders.length < size; at += 1) {
      const key = keys[at] as string;
      if (key <= after) continue;
      if (!key.startsWith(prefix)) break;
      const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      if (end < 0) found.push(key);
      else {
        const folder = key.slice(0, end + delimiter.length);
        folders.push(folder);
        // All that lies in the folder stands for it.
        while (at + 1 < keys.length && keys[at + 1]?.startsWith(folder)) at += 1;
      }
      last = keys[at] as string;
    }
    const more = at < keys.length && (keys[at] as string).startsWith(prefix);
    return { keys: found, folders, next: more ? last : null };
  }

  #keys(): string[] {
    if (!this.#changed) return this.#sorted;
    const keys = [...this.objects.keys()];
    // Plain comparison is that of bytes as long as all is ASCII.
    this.#sorted = keys.every(isAscii) ? keys.sort() : keys.sort(byBytes);
    this.#changed = false;
    return this.#sorted;
  }
}

function firstFrom(keys: readonly string[], from: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
