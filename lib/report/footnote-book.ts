import type { InvestigationV1 } from "@/lib/investigate/document.types";
import type { RecordRef } from "@/lib/report/case-data.types";

export interface Footnote extends RecordRef {
  number: number;
  /** Of the file, as it was delivered. */
  file: string;
}

/** Gives each cited record a number, in the order in which a report first names it. */
export class FootnoteBook {
  readonly #names: Map<string, string>;
  readonly #notes = new Map<string, Footnote>();

  constructor(evidence: InvestigationV1["evidence"]) {
    // The same bytes under several names are cited under the first.
    this.#names = new Map([...evidence].reverse().map(({ sha256, name }) => [sha256, name]));
  }

  cite(records: readonly RecordRef[]): number[] {
    return [...new Set(records.map((record) => this.#numberOf(record)))];
  }

  get notes(): Footnote[] {
    return [...this.#notes.values()];
  }

  #numberOf({ sha256, record }: RecordRef): number {
    const key = `${sha256} ${record}`;
    const known = this.#notes.get(key);
    if (known) return known.number;
    const number = this.#notes.size + 1;
    this.#notes.set(key, { number, sha256, record, file: this.#names.get(sha256) ?? "a file that is gone" });
    return number;
  }
}
