import Link from "next/link";
import { formatBytes } from "@/components/format/format-bytes";
import { formatCount } from "@/components/format/format-count";
import { CopyButton } from "@/components/timeline/copy-button";
import { callParameters, jsonTree } from "@/components/timeline/json-tree";
import { LogText } from "@/components/timeline/log-text";
import { SheetSection } from "@/components/timeline/sheet-section";
import type { Asked } from "@/components/timeline/use-event-detail";
import { Button } from "@/components/ui/button";
import { visibleText } from "@/lib/core/visible-text";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";

/** The record as it stands in its file, and which file that is. */
export function RawSection({
  caseId,
  evidence,
  isCall,
  raw,
  readWhole,
  onWhole,
}: {
  caseId: string;
  /** Null while nothing tells yet. */
  evidence: { fileName: string; sha256: string; record: number } | null;
  isCall: boolean;
  raw: Asked<RawRecord>;
  /** The record uncut. */
  readWhole: () => Promise<RawRecord>;
  onWhole: () => void;
}) {
  const found = raw.answer;
  const cut = found !== null && found.text.length < found.length;
  const calls = isCall && found && !cut ? callParameters(found.text) : null;
  const wholeText = async () => (found && !cut ? found.text : (await readWhole()).text);
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
      {evidence === null ? null : <Origin caseId={caseId} evidence={evidence} />}
    </>
  );
}

function Origin({
  caseId,
  evidence: { fileName, sha256, record },
}: {
  caseId: string;
  evidence: { fileName: string; sha256: string; record: number };
}) {
  return (
    <SheetSection title="Evidence">
      <p className="[overflow-wrap:anywhere]">
        Record <span className="tabular-nums">{formatCount(record)}</span> of{" "}
        <Link href={`/cases/${caseId}/evidence?file=${sha256}`} prefetch={false} className="text-flow hover:underline">
          {visibleText(fileName)}
        </Link>
      </p>
      <p className="mt-1 flex flex-wrap items-center gap-2 text-dim">
        SHA-256{" "}
        <span className="mono" title={sha256}>
          {sha256.slice(0, 8)} … {sha256.slice(-8)}
        </span>
        <CopyButton name="Copy hash" text={() => sha256} />
      </p>
    </SheetSection>
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
