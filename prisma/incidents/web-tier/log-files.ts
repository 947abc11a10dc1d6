import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Truth } from "./truth";

interface Unit {
  atMs: number;
  text: string;
  /** Not readable on purpose. */
  broken: boolean;
  /** The same record counts in another file. */
  duplicate: boolean;
}

interface OpenFile {
  header: string | null;
  units: Unit[];
  /** How the units become one file. */
  wrap: (lines: string[]) => string;
  shuffled: boolean;
}

const LINES = (lines: string[]) => (lines.length === 0 ? "" : `${lines.join("\n")}\n`);

/** Collects what each file of the incident holds, and writes them all, byte for byte the same at every run. */
export class LogFiles {
  readonly #files = new Map<string, OpenFile>();

  add(
    name: string,
    unit: { atMs: number; text: string; broken?: boolean; duplicate?: boolean },
    about: { header?: string; wrap?: (lines: string[]) => string; shuffled?: boolean } = {},
  ): void {
    let file = this.#files.get(name);
    if (!file) {
      file = { header: about.header ?? null, units: [], wrap: about.wrap ?? LINES, shuffled: about.shuffled ?? false };
      this.#files.set(name, file);
    }
    file.units.push({ broken: false, duplicate: false, ...unit });
  }

  names(): string[] {
    return [...this.#files.keys()].sort();
  }

  unitsOf(name: string): readonly Unit[] {
    return this.#files.get(name)?.units ?? [];
  }

  /** Writes every file below a folder and tells the truth of each. */
  write(folder: string, truth: Truth): void {
    for (const name of this.names()) {
      const file = this.#files.get(name) as OpenFile;
      // CloudTrail files are not in order of time; the rest is, as AWS delivers them.
      const units = file.shuffled
        ? [...file.units].sort((a, b) => a.text.length - b.text.length || a.atMs - b.atMs)
        : [...file.units].sort((a, b) => a.atMs - b.atMs);
      const lines = units.map(({ text }) => text);
      const body = file.wrap(file.header === null ? lines : [file.header, ...lines]);
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, name.endsWith(".gz") ? gzip(body) : body);
      truth.files.set(name, {
        records: units.filter(({ broken }) => !broken).length,
        duplicates: units.filter(({ duplicate }) => duplicate).length,
        rejected: units.filter(({ broken }) => broken).length,
      });
    }
  }
}

/** The tenth byte of a gzip header names the system it was made on: fixed, so that every machine writes the same. */
function gzip(body: string): Buffer {
  const packed = gzipSync(body, { level: 6 });
  packed[9] = 255;
  return packed;
}
