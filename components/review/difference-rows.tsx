"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { TextArea } from "@/components/ui/field";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { visibleText } from "@/lib/core/visible-text";

export interface ShownDifference {
  key: string;
  area: string;
  subject: string;
  before: string | null;
  after: string | null;
}

/** What differs, by area; where someone reviews it, each row takes a reason to send it back. */
export function DifferenceRows({
  areas,
  reasons,
  give,
}: {
  areas: readonly { area: string; total: number; rows: readonly ShownDifference[] }[];
  reasons?: Readonly<Record<string, string>>;
  give?: (row: ShownDifference, reason: string | null) => void;
}) {
  return (
    <ScrollRegion label="Differences" className="max-h-[65vh] overflow-y-auto">
      {areas.map(({ area, total, rows }) => (
        <section key={area} aria-label={area} className="border-line border-t first:border-t-0">
          <h3 className="px-3.5 pt-2.5 pb-1 font-medium text-dim text-sm">
            {area} <span className="font-normal text-faint tabular-nums">{total}</span>
          </h3>
          <ul>
            {rows.map((row) => (
              <li key={row.key} className="grid gap-1 px-3.5 py-1.5">
                <Row row={row}>
                  {give ? <Reason row={row} reason={reasons?.[row.key]} give={(text) => give(row, text)} /> : null}
                </Row>
              </li>
            ))}
          </ul>
          {total > rows.length ? (
            <p className="px-3.5 pb-2 text-faint text-sm">and {total - rows.length} more</p>
          ) : null}
        </section>
      ))}
    </ScrollRegion>
  );
}

function Row({ row: { subject, before, after }, children }: { row: ShownDifference; children: ReactNode }) {
  return (
    <>
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5">
        <Chip tone={before === null ? "ok" : after === null ? "flag" : "warn"}>
          {before === null ? "new" : after === null ? "gone" : "changed"}
        </Chip>
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{visibleText(subject)}</span>
      </div>
      {before === null ? null : (
        <p className="text-dim text-sm [overflow-wrap:anywhere]">
          <span className="text-faint">was </span>
          {visibleText(before)}
        </p>
      )}
      {after === null ? null : (
        <p className="text-sm [overflow-wrap:anywhere]">
          {before === null ? null : <span className="text-faint">is </span>}
          {visibleText(after)}
        </p>
      )}
      {children}
    </>
  );
}

function Reason({
  row,
  reason,
  give,
}: {
  row: ShownDifference;
  reason: string | undefined;
  give: (reason: string | null) => void;
}) {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div>
        <Button tone="quiet" aria-label={`Object to ${visibleText(row.subject)}`} onClick={() => setOpen(true)}>
          Object
        </Button>
      </div>
    );
  return (
    <div className="grid max-w-2xl gap-1">
      <TextArea
        label={`What is to be mended in ${visibleText(row.subject)}`}
        rows={2}
        maxLength={2000}
        value={reason ?? ""}
        onChange={({ target }) => give(target.value)}
      />
      <div>
        <Button
          tone="quiet"
          onClick={() => {
            give(null);
            setOpen(false);
          }}
        >
          Take it back
        </Button>
      </div>
    </div>
  );
}
