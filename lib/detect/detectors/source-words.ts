import type { FlowProof } from "@/lib/detect/detector.types";
import { contactSubject } from "@/lib/detect/detectors/contact-words";
import type { Trier } from "@/lib/detect/inputs/inputs.types";

/** An instance or interface of the case, else the far address. */
export function sourceSubject(source: Trier): { subject: string; instanceId: string | null } {
  return "near" in source ? contactSubject(source) : { subject: source.peer, instanceId: null };
}

export function sourceWords(source: Trier): string {
  return sourceSubject(source).subject;
}

/** Refused and unanswered records of a source within a stretch, in epoch ms, of all interfaces that logged some. */
export function sourceProof(
  source: Trier,
  tries: readonly { interfaceNo: number }[],
  fromMs: number,
  toMs: number,
  port?: number,
): FlowProof {
  const peer = "near" in source ? null : source.peer;
  const interfaceNos = [...new Set(tries.map(({ interfaceNo }) => interfaceNo))];
  return { interfaceNos, peer, protocol: null, port: port ?? null, verdict: "failed", fromMs, toMs };
}
