import type { Inputs } from "@/lib/detect/inputs/inputs.types";

/** A kind of log that a detector cannot do without. */
export type Source = "flow" | "dns" | "api" | "finding";

export type Severity = "low" | "medium" | "high" | "critical";

/** A number of a detector that people may change for a case. */
export interface Parameter {
  /** As in the detector's code and in what is stored. */
  name: string;
  /** Plain words that follow "fires when" or stand on their own. */
  words: string;
  /** Of the number, for a person: "bytes", "connections", "of 1". */
  unit: string;
  default: number;
  /** Both ends belong to it. */
  least: number;
  most: number;
}

export type Parameters<Name extends string = string> = Readonly<Record<Name, number>>;

/** A record that something rests on, by the numbers of the database. */
export interface RecordRef {
  fileId: number;
  record: number;
}

/** Flow records that something rests on, where only their sum was read: found by these properties, the earliest first. */
export interface FlowProof {
  interfaceNos: readonly number[];
  /** Canonical text; null for any. */
  peer: string | null;
  /** -1 for none given; null for any. */
  protocol: number | null;
  /** Null for any. */
  port: number | null;
  /** `failed`: refused, or opened and never answered (a SYN and nothing else). */
  verdict: "passed" | "refused" | "failed" | "any";
  /** Epoch ms, both ends belong to it. */
  fromMs: number;
  toMs: number;
}

/** What a detector found once: repeats of the same thing are one of these. */
export interface Found {
  /** What it is about, the same for equal evidence: with detector and subject it names the detection for good. */
  about: string;
  /** Instance id, interface id, ARN, address or name. */
  subject: string;
  /** The instance whose page tells of it. */
  instanceId: string | null;
  severity: Severity;
  /** One sentence of facts, no causes: may hold values from logs. */
  summary: string;
  firstMs: number;
  lastMs: number;
  /** What was measured, and the threshold beside it as `… threshold`. */
  numbers: Record<string, number | string>;
  records: readonly RecordRef[] | FlowProof;
}

/** A made-up input that a detector must or must not fire on; the table test runs all of them. */
export interface Example<Name extends keyof Inputs> {
  name: string;
  input: Pick<Inputs, Name>;
  /** Where they are not the defaults. */
  parameters?: Parameters;
}

/**
 * One rule. `evaluate` is pure: equal input and parameters give equal findings, whatever their order. A number that it compares
 * with a threshold stands in `numbers` with that threshold.
 */
export interface Detector<Name extends keyof Inputs = keyof Inputs, Parameter_ extends string = string> {
  /** Lower case, dashes; stands in stored results. */
  id: string;
  title: string;
  /** What it gives at most, for the list of detectors. */
  severity: Severity;
  /** ATT&CK ids. */
  techniques: readonly string[];
  /** Missing one of them, it answers "not assessed". */
  needs: readonly Source[];
  reads: readonly Name[];
  /** What it looks for, in a sentence. */
  looksFor: string;
  /** What harmless thing looks the same. */
  benign: string;
  parameters: readonly (Parameter & { name: Parameter_ })[];
  evaluate(input: Pick<Inputs, Name>, parameters: Parameters<Parameter_>): Found[];
  /** What of the evidence it could not look at, as the rest of a sentence; null where it looked at all. */
  leavesOpen?(input: Pick<Inputs, Name>, parameters: Parameters<Parameter_>): string | null;
  examples: { fires: readonly Example<Name>[]; silent: readonly Example<Name>[] };
}

/** Gives a detector its exact types and forgets them: the registry runs all alike. */
export function detector<Name extends keyof Inputs, Parameter_ extends string>(
  rule: Detector<Name, Parameter_>,
): Detector {
  return rule as unknown as Detector;
}
