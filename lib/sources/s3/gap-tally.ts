import { stampsOf } from "@/lib/sources/s3/key-span";
import type { ListedObject } from "@/lib/sources/s3/list-keys";
import type { ObjectFault, ObjectProblem } from "@/lib/sources/s3/object-fault";
import type { Fetched, StepCursor } from "@/lib/sources/source.types";

type Gap = Extract<Fetched, { kind: "gap" }>;

const WHY: Partial<Record<ObjectProblem, string>> = {
  denied: "could not be read: s3:GetObject was refused",
  "kms-denied": "could not be decrypted: kms:Decrypt was refused",
  "kms-key": "could not be decrypted: the KMS key cannot be used",
  archived: "lie in an archive: restore them in S3, then fetch again",
  gone: "went away between listing and reading",
  changed: "were written again between listing and reading: fetch again",
};

interface Missed {
  objects: number;
  bytes: number;
  first: string;
  firstMs: number | null;
  lastMs: number | null;
}

/** Counts the objects below a prefix that could not be had, so that a thousand archived ones are one gap. */
export class GapTally {
  readonly #missed = new Map<ObjectProblem, Missed>();

  get isEmpty(): boolean {
    return this.#missed.size === 0;
  }

  add({ key, size }: ListedObject, { problem, message }: ObjectFault): void {
    const stamps = stampsOf(key);
    const known = this.#missed.get(problem);
    this.#missed.set(problem, {
      objects: (known?.objects ?? 0) + 1,
      bytes: (known?.bytes ?? 0) + size,
      first: known?.first ?? message,
      firstMs: least(known?.firstMs, stamps?.firstMs, Math.min),
      lastMs: least(known?.lastMs, stamps?.lastMs, Math.max),
    });
  }

  /** What was missed since the last time, one gap a reason; its span is of the objects' names, else the step's. `cursor`: behind all of them. */
  take(place: string, span: { fromMs: number; toMs: number; cursor: StepCursor | null }): Gap[] {
    const last = this.#missed.size - 1;
    const gaps = [...this.#missed].map(([code, { objects, bytes, first, firstMs, lastMs }], at): Gap => {
      const many = `${objects.toLocaleString("en")} ${objects === 1 ? "object" : "objects"} (${bytes.toLocaleString("en")} bytes)`;
      return {
        kind: "gap",
        code,
        message: `${many} below ${place} ${WHY[code] ?? "could not be read"}. The first: ${first}.`,
        fromMs: firstMs ?? span.fromMs,
        toMs: lastMs === null ? span.toMs : Math.max(lastMs, firstMs ?? lastMs),
        cursor: at === last ? span.cursor : null,
      };
    });
    this.#missed.clear();
    return gaps;
  }
}

function least(
  known: number | null | undefined,
  given: number | undefined,
  pick: (a: number, b: number) => number,
): number | null {
  if (given === undefined) return known ?? null;
  return known === null || known === undefined ? given : pick(known, given);
}
