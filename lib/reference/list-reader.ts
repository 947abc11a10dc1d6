import { setImmediate } from "node:timers/promises";
import { AppError } from "@/lib/core/app-error";
import { readListedValue } from "@/lib/reference/read-listed-value";
import type { ListedValue, Skipped } from "@/lib/reference/reference.types";

const MOST_ENTRIES = 1_000_000;
const LINES_AT_ONCE = 1_000;

/** Gathers the values of a list, each once, and counts what is left out. Throws AppError `invalid` for far too many. */
export class ListReader {
  readonly #values = new Map<string, ListedValue>();
  readonly #skipped = new Map<string, number>();
  #read = 0;

  get values(): ListedValue[] {
    return [...this.#values.values()];
  }

  get skipped(): Skipped[] {
    return [...this.#skipped].map(([reason, count]) => ({ reason, count }));
  }

  /** Lets others have their turn now and then: a list may have a million lines. */
  async pause(): Promise<void> {
    if (++this.#read % LINES_AT_ONCE === 0) await setImmediate();
  }

  skip(reason: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
  }

  /** False where the text is none. */
  add(text: string, note: string): boolean {
    const read = readListedValue(text, note);
    if ("skipped" in read) {
      this.skip(read.skipped);
      return false;
    }
    const key = read.listed.value;
    if (!this.#values.has(key)) this.#values.set(key, read.listed);
    if (this.#values.size > MOST_ENTRIES) {
      throw new AppError("invalid", `The list has more than ${MOST_ENTRIES.toLocaleString("en")} entries.`);
    }
    return true;
  }
}
