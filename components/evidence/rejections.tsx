"use client";

import { useCallback, useEffect, useState } from "react";
import { formatCount } from "@/components/format/format-count";
import { askServer } from "@/components/shell/ask-server";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { visibleText } from "@/lib/core/visible-text";
import type { RejectionPage } from "@/lib/timeline/evidence/list-rejections";

/** The records of a file that could not be read, with the reason and what stood there; read when they are asked for. */
export function Rejections({ caseId, sha256, name }: { caseId: string; sha256: string; name: string }) {
  const [rows, setRows] = useState<RejectionPage["rows"]>([]);
  const [next, setNext] = useState<number | null>(0);
  const [state, setState] = useState<"reading" | "ready" | "failed">("reading");
  const readOn = useCallback(
    async (after: number) => {
      setState("reading");
      try {
        const page = await askServer<RejectionPage>(
          `/api/cases/${caseId}/evidence/${sha256}/rejections?after=${after}`,
        );
        setRows((before) => (after === 0 ? page.rows : [...before, ...page.rows]));
        setNext(page.next);
        setState("ready");
      } catch {
        setState("failed");
      }
    },
    [caseId, sha256],
  );
  useEffect(() => {
    void readOn(0);
  }, [readOn]);
  return (
    <section aria-label={`Rejected records of ${name}`} className="grid gap-1.5">
      <ol className="grid gap-1.5">
        {rows.map((row) => (
          <li key={row.record} className="grid gap-0.5 text-sm">
            <span>
              <span className="tabular-nums">Record {formatCount(row.record)}</span>
              <span className="text-dim">: {visibleText(row.reason)}</span>
            </span>
            <ScrollRegion
              label={`Text of record ${formatCount(row.record)}`}
              className="max-h-40 overflow-auto rounded border border-line bg-raise px-2 py-1"
            >
              <pre className="whitespace-pre-wrap break-all font-mono text-dim text-xs">{visibleText(row.text)}</pre>
            </ScrollRegion>
          </li>
        ))}
      </ol>
      {state === "reading" ? <p className="text-dim">Reading…</p> : null}
      {state === "failed" ? (
        <p role="alert" className="text-warn">
          They could not be read. <Button onClick={() => void readOn(next ?? 0)}>Try again</Button>
        </p>
      ) : null}
      {state === "ready" && next !== null ? (
        <div>
          <Button onClick={() => void readOn(next)}>Show more</Button>
        </div>
      ) : null}
    </section>
  );
}
