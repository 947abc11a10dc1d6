import type { FileLengths } from "@/lib/fetch/step-files";
import type { PlannedStep, StepCover, StepCursor } from "@/lib/sources/source.types";

/** Something that could not be had, as a step keeps it. */
export interface StepGap {
  code: string;
  message: string;
  /** Epoch milliseconds; null: of the whole step, or of no time. */
  fromMs: number | null;
  toMs: number | null;
  /** What it is of; what its step covers, without. */
  covers?: readonly StepCover[];
}

/** Where a step stands: the source's own cursor, and what came before it: the rest comes again from there. */
export interface StepPlace {
  at: StepCursor;
  /** Answers before it. */
  page: number;
  came?: StepCame;
}

export interface StepCame {
  bytes: number;
  records: number;
  objects: number;
  /** How many of the step's gaps are of what stands before it. */
  gaps: number;
}

/** How far a step is, as it is kept: whoever goes on with it cuts its files to `kept` and begins behind `cursor`. */
export interface StepMark {
  cursor: StepPlace | null;
  kept: FileLengths;
  calls: number;
  bytes: number;
  records: number;
  objects: number;
  /** Bytes that AWS read for its answers and charges for. */
  scanned: number;
  gaps: StepGap[];
}

/** A step of a fetch, as the database has it. */
export interface FetchStep extends PlannedStep, StepMark {
  number: number;
  /** 1 for the first time that it is done. */
  tries: number;
}
