import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Truth } from "./truth";
import { MINUTE } from "./world";

interface Unit {
  atMs: number;
  text: string;
  /** Not readable on purpose. */
  broken: boolean;
  /** The same record counts in another file. */
  duplicate: boolean;
  /** The interface that a flow record is of. */
  subject?: string;
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
  readonly #repeats = new Map<string, string>();

  add(
    name: string,
    unit: Pick<Unit, "atMs" | "text"> & Partial<Unit>,
    about: { header?: string; wrap?: (lines: string[]) => string; shuffled?: boolean } = {},
  ): void {
    let file = this.#files.get(name);
    if (!file) {
      file = { header: about.header ?? null, units: [], wrap: about.wrap ?? LINES, shuffled: about.shuffled ?? false };
      this.#files.set(name, file);
    }
    file.units.push({ broken: false, duplicate: false, ...unit });
  }

  /** Everything that a file holds so far, to be delivered again in another. */
  copyOf(name: string): { units: Unit[]; about: { header?: string; wrap: OpenFile["wrap"]; shuffled: boolean } } {
    const file = this.#files.get(name);
    if (!file) throw new Error(`there is no ${name} to copy`);
    const { wrap, shuffled, header } = file;
    const units = file.units.filter(({ broken }) => !broken).map((unit) => ({ ...unit, duplicate: true }));
    return { units, about: { wrap, shuffled, ...(header === null ? {} : { header }) } };
  }

  /** Lets a file stand a second time, byte for byte, under another name. */
  repeat(name: string, again: string): void {
    this.#repeats.set(name, again);
  }

  /** In which minutes (epoch ms of their start) each subject has a unit. */
  minutesBySubject(): Map<string, Set<number>> {
    const minutes = new Map<string, Set<number>>();
    for (const { units } of this.#files.values()) {
      for (const { subject, atMs } of units) {
        if (subject === undefined) continue;
        const known = minutes.get(subject) ?? new Set();
        minutes.set(subject, known.add(atMs - (atMs % MINUTE)));
      }
    }
    return minutes;
  }

  /** Writes every file below a folder and tells the truth of each. */
  write(folder: string, truth: Truth): void {
    for (const name of [...this.#files.keys()].sort()) {
      const file = this.#files.get(name) as OpenFile;
      // CloudTrail files are not in order of time; the rest is, as AWS delivers them.
      const units = file.units.toSorted(
        (a, b) => (file.shuffled ? a.text.length - b.text.length : 0) || a.atMs - b.atMs,
      );
      const lines = units.map(({ text }) => text);
      const body = file.wrap(file.header === null ? lines : [file.header, ...lines]);
      const records = units.filter(({ broken }) => !broken).length;
      const rejected = units.length - records;
      const duplicates = units.filter(({ duplicate }) => duplicate).length;
      const bytes = name.endsWith(".gz") ? gzip(body) : body;
      writeOne(join(folder, name), bytes);
      truth.files.set(name, { records, duplicates, rejected });
      for (const { atMs, broken } of units) {
        // Descriptions and notes have no time of their own.
        if (broken || !name.startsWith("AWSLogs/")) continue;
        truth.span.firstMs = Math.min(truth.span.firstMs, atMs);
        truth.span.lastMs = Math.max(truth.span.lastMs, atMs);
      }
      const again = this.#repeats.get(name);
      if (again === undefined) continue;
      writeOne(join(folder, again), bytes);
      // The same bytes under another name are known already: every record of theirs is there twice.
      truth.files.set(again, { records, duplicates: records, rejected });
    }
  }
}

function writeOne(path: string, bytes: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/** The tenth byte of a gzip header names the system it was made on: fixed, so that every machine writes the same. */
function gzip(body: string): Buffer {
  const packed = gzipSync(body, { level: 6 });
  packed[9] = 255;
  return packed;
}
