const FIRST_SLOTS = 1 << 14;
/** 8 bytes a slot: 64 MiB at most. */
const MAX_SLOTS = 1 << 23;

/**
 * Tells whether two records of one file may be equal, from 64-bit fingerprints in bounded memory. It errs only towards
 * "yes" (a chance collision, or more records than fit), which costs a search of the file and no answer.
 */
export class RepeatFilter {
  #low = new Int32Array(FIRST_SLOTS);
  #high = new Int32Array(FIRST_SLOTS);
  #used = 0;
  #repeats = false;

  get repeats(): boolean {
    return this.#repeats;
  }

  /** Adds the fingerprint of a record, made of any numbers that equal records share. */
  add(parts: readonly number[]): void {
    if (this.#repeats) return;
    let low = 0x9e3779b9 | 0;
    let high = 0x85ebca6b | 0;
    for (const part of parts) {
      const lower = part | 0;
      const upper = Math.floor(part / 4294967296) | 0;
      low = mix(low ^ lower, 0x85ebca6b) ^ mix(upper + 0x27d4eb2f, 0x165667b1);
      high = mix(high + lower, 0xc2b2ae35) ^ mix(upper ^ low, 0x9e3779b1);
    }
    // Both zero marks a free slot.
    if (low === 0 && high === 0) high = 1;
    if (this.#used * 10 > this.#low.length * 7 && !this.#grow()) {
      this.#giveUp();
      return;
    }
    if (this.#insert(low, high)) this.#used++;
    else this.#giveUp();
  }

  #insert(low: number, high: number): boolean {
    const mask = this.#low.length - 1;
    for (let slot = (low ^ (high << 7)) & mask; ; slot = (slot + 1) & mask) {
      if (this.#low[slot] === 0 && this.#high[slot] === 0) {
        this.#low[slot] = low;
        this.#high[slot] = high;
        return true;
      }
      if (this.#low[slot] === low && this.#high[slot] === high) return false;
    }
  }

  #grow(): boolean {
    const oldLow = this.#low;
    const oldHigh = this.#high;
    if (oldLow.length >= MAX_SLOTS) return false;
    this.#low = new Int32Array(oldLow.length * 4 > MAX_SLOTS ? MAX_SLOTS : oldLow.length * 4);
    this.#high = new Int32Array(this.#low.length);
    for (let slot = 0; slot < oldLow.length; slot++) {
      const low = oldLow[slot] ?? 0;
      const high = oldHigh[slot] ?? 0;
      if (low !== 0 || high !== 0) this.#insert(low, high);
    }
    return true;
  }

  #giveUp(): void {
    this.#repeats = true;
    this.#low = new Int32Array(0);
    this.#high = new Int32Array(0);
  }
}

/** Finaliser of MurmurHash3 (Austin Appleby, public domain) with a factor of choice. */
function mix(value: number, factor: number): number {
  let hash = Math.imul(value ^ (value >>> 16), factor);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
