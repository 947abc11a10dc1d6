"use client";

import { useId, useState } from "react";
import { formatCount } from "@/components/format/format-count";
import { AskError, askServer } from "@/components/shell/ask-server";
import { LogText } from "@/components/timeline/log-text";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";

/** A button that shows one record of the evidence as it stands in its file, under what it proves. */
export function OpenRecord({ caseId, sha256, record }: { caseId: string; sha256: string; record: number }) {
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState<{ text: string } | { failed: string } | null>(null);
  const id = useId();
  const open = async () => {
    setOpen(!isOpen);
    if (isOpen || said !== null) return;
    try {
      const path = `/api/cases/${encodeURIComponent(caseId)}/evidence/${sha256}/records/${record}`;
      setSaid({ text: (await askServer<RawRecord>(path)).text });
    } catch (error) {
      setSaid({ failed: error instanceof AskError ? error.message : "The record could not be read." });
    }
  };
  const name = `Record ${formatCount(record)}`;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => void open()}
        className="min-h-6 rounded px-1 text-flow hover:underline"
      >
        {isOpen ? "Close record" : "Open record"}
      </button>
      <div id={id} className="w-full min-w-0">
        {!isOpen ? null : said === null ? (
          <p role="status" className="text-dim">
            Reading the file…
          </p>
        ) : "failed" in said ? (
          <p role="alert" className="text-warn">
            {said.failed}
          </p>
        ) : (
          <LogText name={name} text={said.text} />
        )}
      </div>
    </>
  );
}
