import Link from "next/link";
import { formatBytes } from "@/components/format/format-bytes";
import { formatCount } from "@/components/format/format-count";
import type { EventsOf } from "@/components/timeline/ask-events";
import { askEvents } from "@/components/timeline/ask-events";
import { CopyButton } from "@/components/timeline/copy-button";
import { callParameters, jsonTree } from "@/components/timeline/json-tree";
import { LogText } from "@/components/timeline/log-text";
import { SheetSection } from "@/components/timeline/sheet-section";
import type { Asked } from "@/components/timeline/use-event-detail";
import { Button } from "@/components/ui/button";
import { visibleText } from "@/lib/core/visible-text";
import type { EventRow } from "@/lib/timeline/events/event.types";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";

/** The record as it stands in its file, and which file that is. */
export function RawSection({
  of,
  place,
  row,
  raw,
  onWhole,
}: {
  of: EventsOf;
  place: string;
  row: EventRow;
  raw: Asked<RawRecord>;
  onWhole: () => void;
}) {
  const { evidence } = row;
  const found = raw.answer;
  const cut = found !== null && found.text.length < found.length;
  const calls = row.source === "api" && found && !cut ? callParameters(found.text) : null;
  const wholeText = async () => {
    if (found && !cut) return found.text;
    return (await askEvents<RawRecord>(of, "/raw", new URLSearchParams(), { open: place, whole: "1" })).text;
  };
  return (
    <>
      {calls && (calls.request !== null || calls.response !== null) ? (
        <SheetSection title="Request and response">
          {calls.request === null ? null : <Parameters name="Request" value={calls.request} />}
          {calls.response === null ? null : <Parameters name="Response" value={calls.response} />}
        </SheetSection>
      ) : null}
      <SheetSection title="Raw record">
        {raw.failed ? (
          <p className="text-warn" role="alert">
            {raw.failed}
          </p>
        ) : found ? (
          <LogText name="Raw record" text={found.text} />
        ) : (
          <p className="text-dim" role="status">
            Reading the file…
          </p>
        )}
        {found && !found.asWritten ? (
          <p className="mt-1.5 text-faint text-sm">
            It stands in a page of results on one line; the values are the file's, the spacing is not.
          </p>
        ) : null}
        <div className="mt-2 flex flex-wrap items-center gap-2">
          {cut ? <Button onClick={onWhole}>Show all {formatBytes(found.length)}</Button> : null}
          {found ? <CopyButton name="Copy record" text={wholeText} /> : null}
        </div>
      </SheetSection>
      <SheetSection title="Evidence">
        <p className="[overflow-wrap:anywhere]">
          Record <span className="tabular-nums">{formatCount(evidence.record)}</span> of{" "}
          <Link
            href={`/cases/${of.caseId}/evidence#${evidence.sha256}`}
            prefetch={false}
            className="text-flow hover:underline"
          >
            {visibleText(evidence.fileName)}
          </Link>
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-2 text-dim">
          SHA-256{" "}
          <span className="mono" title={evidence.sha256}>
            {evidence.sha256.slice(0, 8)} … {evidence.sha256.slice(-8)}
          </span>
          <CopyButton name="Copy hash" text={() => evidence.sha256} />
        </p>
      </SheetSection>
    </>
  );
}

function Parameters({ name, value }: { name: string; value: unknown }) {
  return (
    <>
      <h4 className="mt-1 mb-0.5 text-dim">{name}</h4>
      <LogText name={name} text={jsonTree(value)} />
    </>
  );
}
