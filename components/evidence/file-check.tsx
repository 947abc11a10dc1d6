import { Chip } from "@/components/ui/chip";
import { visibleText } from "@/lib/core/visible-text";
import type { FileCheckState } from "@/lib/custody/trail/trail.types";

const STATES: Record<FileCheckState, { words: string; tone: "ok" | "flag" | "warn" | "plain" }> = {
  matches: { words: "As its digest says", tone: "ok" },
  linked: { words: "Linked", tone: "ok" },
  starting: { words: "Chain begins", tone: "plain" },
  unlinked: { words: "Digest before it missing", tone: "warn" },
  unnamed: { words: "In no digest", tone: "warn" },
  differs: { words: "Not what its digest says", tone: "flag" },
  broken: { words: "Chain broken", tone: "flag" },
};

/** What CloudTrail's digests say of a file. */
export function FileCheck({ check: { state, note } }: { check: { state: FileCheckState; note: string } }) {
  const { words, tone } = STATES[state];
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-dim text-sm">
      <Chip tone={tone}>{words}</Chip>
      <span className="break-all">{visibleText(note)}</span>
    </p>
  );
}
