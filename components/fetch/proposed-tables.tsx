"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { visibleText } from "@/lib/core/visible-text";
import type { TablesView } from "@/lib/fetch/fetch-view.types";

/** What can be made, each with its statement, and the consent without which none of it is. */
export function ProposedTables({
  proposals,
  busy,
  onMake,
}: {
  proposals: TablesView["proposals"];
  busy: boolean;
  onMake: (ids: string[]) => void;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(proposals.map(({ id }) => id)));
  const [agreed, setAgreed] = useState(false);
  const toggle = (id: string, is: boolean) =>
    setChosen(new Set(is ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
  return (
    <fieldset className="grid gap-2 rounded-md border border-line p-3">
      <legend className="px-1 font-medium">What can be made over the logs that AWS says are written</legend>
      <ul className="grid gap-2">
        {proposals.map(({ id, title, where, statement }) => (
          <li key={id} className="grid min-w-0 gap-1">
            <label className="grid grid-cols-[auto_1fr] items-start gap-x-2">
              <input
                type="checkbox"
                className="mt-1"
                checked={chosen.has(id)}
                onChange={({ target }) => toggle(id, target.checked)}
              />
              <span className="[overflow-wrap:anywhere]">
                {visibleText(title.charAt(0).toUpperCase() + title.slice(1))}{" "}
                <span className="mono text-dim text-sm">{visibleText(where)}</span>
              </span>
            </label>
            <details className="ml-6 min-w-0">
              <summary className="cursor-pointer text-dim">Statement</summary>
              <ScrollRegion
                label={`Statement of ${visibleText(title)}`}
                className="mt-1 max-h-72 overflow-auto rounded-md border border-line"
              >
                <pre className="mono whitespace-pre-wrap p-2 text-sm [overflow-wrap:anywhere]">
                  {visibleText(statement, { lines: true })}
                </pre>
              </ScrollRegion>
            </details>
          </li>
        ))}
      </ul>
      <label className="grid grid-cols-[auto_1fr] items-start gap-x-2">
        <input type="checkbox" className="mt-1" checked={agreed} onChange={({ target }) => setAgreed(target.checked)} />
        <span>
          I agree that these statements are run in the account{" "}
          <span className="block text-dim text-sm">
            They add entries to its Glue catalog; no log is moved, changed or read. The audit trail keeps who agreed and
            to what.
          </span>
        </span>
      </label>
      <div>
        <Button
          busy={busy}
          aria-disabled={!agreed || chosen.size === 0}
          onClick={() => {
            if (agreed && chosen.size > 0) onMake(proposals.flatMap(({ id }) => (chosen.has(id) ? [id] : [])));
          }}
        >
          Make what is chosen
        </Button>
      </div>
    </fieldset>
  );
}
