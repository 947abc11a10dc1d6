import { z } from "zod";
import { isPrivateAddress } from "@/lib/core/address";
import { isInstant } from "@/lib/core/instant";
import type { FlaggedValue } from "@/lib/core/read-indicators";
import type { FindingRecord } from "@/lib/core/records";
import { readLog } from "@/lib/formats/read-log";

/** A finding as it is pasted, or a file of them; one is a few kilobytes. */
export const FindingText = z
  .string()
  .min(1, "There is no text to read.")
  .max(1_000_000, "That is more than a megabyte: load it as evidence instead.");

/** What a finding says about a case, ready for the form; the person has the last word. */
export interface CaseDraft {
  findingId: string;
  type: string;
  severity: number | null;
  title: string;
  flagged: FlaggedValue[];
  fromMs: number;
  toMs: number;
  firstSeenMs: number;
  lastSeenMs: number;
  instanceIds: string[];
  accessKeyIds: string[];
  /** What the finding says and the form has no place for, or does not say at all: sentences. */
  notes: string[];
}

export interface FindingDrafts {
  drafts: CaseDraft[];
  /** Why some or all of the text gave no finding: sentences. */
  problems: string[];
}

const HOUR_MS = 3_600_000;
const TITLE_LENGTH = 200;
const MAX_FINDINGS = 200;
const PROBLEMS_SHOWN = 3;

/** Reads findings of GuardDuty and Security Hub in every shape the loader knows, the most severe first. Never throws over what the text holds. */
export async function draftsFromFindings(text: string): Promise<FindingDrafts> {
  if (text.trim() === "") return { drafts: [], problems: ["There is no text to read."] };
  const bytes = new TextEncoder().encode(text);
  const reading = readLog(
    (async function* () {
      yield bytes;
    })(),
    { name: "finding.json" },
  );
  const findings: FindingRecord[] = [];
  const rejected: string[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done) {
      const { kind, reason, rejected: count } = next.value;
      const drafts = findings.slice(0, MAX_FINDINGS).map(draftOf);
      drafts.sort((a, b) => (b.severity ?? 0) - (a.severity ?? 0));
      return { drafts, problems: problemsOf({ found: findings.length, kind, reason, rejected, count }) };
    }
    // One by one: a batch may hold more than a call takes arguments.
    for (const finding of next.value.findings) findings.push(finding);
    for (const { record, reason } of next.value.rejections.slice(0, PROBLEMS_SHOWN))
      rejected.push(`Record ${record} is no finding: ${reason}.`);
  }
}

function problemsOf(read: {
  found: number;
  kind: string;
  reason: string | null;
  rejected: string[];
  count: number;
}): string[] {
  const problems = read.rejected.slice(0, PROBLEMS_SHOWN);
  if (read.count > problems.length) problems.push(`${read.count - problems.length} more records are no findings.`);
  if (read.found > MAX_FINDINGS) problems.push(`Only the first ${MAX_FINDINGS} of ${read.found} findings are shown.`);
  if (read.found > 0 || problems.length > 0) return problems;
  if (read.kind === "unknown") {
    return [
      `This is no finding of GuardDuty or Security Hub${read.reason === null ? "" : ` (${read.reason})`}. Paste its JSON, whole.`,
    ];
  }
  return [
    "There is no finding of GuardDuty or Security Hub in this text. It can be loaded as evidence once the case is there.",
  ];
}

function draftOf(finding: FindingRecord): CaseDraft {
  const { findingId, type, severity, firstSeenMs, lastSeenMs } = finding;
  const title =
    finding.title ?? `${type}${finding.instanceIds[0] === undefined ? "" : ` on ${finding.instanceIds[0]}`}`;
  const within = (ms: number, otherwise: number) => (isInstant(ms) ? ms : otherwise);
  return {
    ...{ findingId, type, severity, firstSeenMs, lastSeenMs },
    title: title.trim().slice(0, TITLE_LENGTH) || type.slice(0, TITLE_LENGTH),
    flagged: [
      ...finding.remoteIps.map((value) => ({ kind: "address" as const, value })),
      ...finding.domains.map((value) => ({ kind: "name" as const, value })),
    ],
    fromMs: within(firstSeenMs - HOUR_MS, firstSeenMs),
    toMs: within(lastSeenMs + HOUR_MS, lastSeenMs),
    instanceIds: finding.sample ? [] : finding.instanceIds,
    accessKeyIds: finding.accessKeyId === null || finding.sample ? [] : [finding.accessKeyId],
    notes: notesOf(finding),
  };
}

function notesOf(finding: FindingRecord): string[] {
  const notes: string[] = [];
  const { remoteIps, domains, instanceIds } = finding;
  if (finding.sample) notes.push("This finding was made up as a sample: nothing of it happened.");
  if (remoteIps.length + domains.length === 0) {
    notes.push("It names no remote address and no DNS name. Add what was flagged yourself.");
  } else if (remoteIps.length === 0) {
    notes.push("It names no remote address. The addresses come from the resolver logs: what the name resolved to.");
  }
  const inside = remoteIps.filter(isPrivateAddress);
  if (inside.length > 0) notes.push(`${inside.join(", ")} is a private address: it is one of your own, or a peer's.`);
  if (instanceIds.length > 0) {
    notes.push(
      `It is about ${instanceIds.join(", ")}. Instances are found by the evidence, so the form has no field for it.`,
    );
  }
  if (finding.accessKeyId !== null) {
    notes.push(
      `It names the access key ${finding.accessKeyId}, which is looked for in CloudTrail and not flagged here.`,
    );
  }
  return notes;
}
