import type { RecordRef } from "@/lib/detect/detector.types";

/** Where a record stands in time and among the files by content: ms, place of the file, number, file. */
export type Place = readonly [atMs: number, filePlace: number, record: number, fileId: number];

const SHOWN = 20;

export function comparePlaces(a: Place, b: Place): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

export function toRef([, , record, fileId]: Place): RecordRef {
  return { fileId, record };
}

/** Keeps the earliest twenty of any number of records. */
export class FirstRecords {
  #places: Place[] = [];

  add(place: Place): void {
    this.#places.push(place);
    if (this.#places.length > SHOWN * 20) this.#cut();
  }

  refs(): RecordRef[] {
    this.#cut();
    return this.#places.map(toRef);
  }

  #cut(): void {
    this.#places = this.#places.sort(comparePlaces).slice(0, SHOWN);
  }
}
