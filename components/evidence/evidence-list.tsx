import { kindOf } from "@/components/evidence/kind-of";
import { countOf, formatCount } from "@/components/format/format-count";
import { Bytes } from "@/components/ui/bytes";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { SourceSquare } from "@/components/ui/source-square";
import { Span, When } from "@/components/ui/when";

export interface EvidenceListRow {
  sha256: string;
  names: string[];
  kind: string;
  size: number;
  records: number;
  duplicates: number;
  rejected: number;
  blank: number;
  headers: number;
  firstMs: number | null;
  lastMs: number | null;
  loadedMs: number;
  reason: string | null;
  rejections: { record: number; reason: string; text: string }[];
}

/** The files of a case: what each is, what was read from it and what was not, and the hash of its original. */
export function EvidenceList({ files }: { files: readonly EvidenceListRow[] }) {
  return (
    <Card title="Files" note={`${countOf(files.length, "file")}, originals kept by their SHA-256`}>
      <ul className="divide-y divide-line">
        {files.map((file) => (
          <EvidenceFile key={file.sha256} file={file} />
        ))}
      </ul>
    </Card>
  );
}

function EvidenceFile({ file }: { file: EvidenceListRow }) {
  const [name, ...others] = file.names;
  const kind = kindOf(file.kind);
  return (
    <li id={file.sha256} className="scroll-mt-14 px-3.5 py-2.5 target:bg-flow/8">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="break-all font-medium">{name}</h3>
        {file.rejected > 0 ? <Chip tone="warn">{countOf(file.rejected, "record")} rejected</Chip> : null}
        {file.duplicates > 0 ? <Chip>{countOf(file.duplicates, "duplicate")}</Chip> : null}
      </div>
      <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5 text-sm [&_dd]:inline [&_dt]:mr-1.5 [&_dt]:inline [&_dt]:text-dim">
        <div className="inline-flex items-center">
          <SourceSquare of={kind.lane} />
          <dt className="sr-only">Kind</dt>
          <dd className="ml-1.5">{kind.title}</dd>
        </div>
        <div>
          <dt>Records</dt>
          <dd className="tabular-nums">{formatCount(file.records)}</dd>
        </div>
        <div>
          <dt>Duplicates</dt>
          <dd className="tabular-nums">{formatCount(file.duplicates)}</dd>
        </div>
        <div>
          <dt>Rejected</dt>
          <dd className="tabular-nums">{formatCount(file.rejected)}</dd>
        </div>
        <div>
          <dt>Headers and blank lines</dt>
          <dd className="tabular-nums">{formatCount(file.headers + file.blank)}</dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>
            <Bytes bytes={file.size} />
          </dd>
        </div>
        {file.firstMs === null || file.lastMs === null ? null : (
          <div>
            <dt>Span</dt>
            <dd>
              <Span fromMs={file.firstMs} toMs={file.lastMs} />
            </dd>
          </div>
        )}
        <div>
          <dt>Loaded</dt>
          <dd>
            <When at={Math.floor(file.loadedMs / 1000) * 1000} />
          </dd>
        </div>
        <div className="min-w-0">
          <dt>SHA-256</dt>
          <dd className="mono select-all break-all">{file.sha256}</dd>
        </div>
      </dl>
      {file.reason === null ? null : <p className="mt-1 break-words text-dim text-sm">{file.reason}</p>}
      {others.length === 0 ? null : (
        <p className="mt-1 break-all text-dim text-sm">The same bytes also came as {others.join(", ")}.</p>
      )}
      {file.rejections.length === 0 ? null : <Rejections file={file} />}
    </li>
  );
}

function Rejections({ file: { rejected, rejections } }: { file: EvidenceListRow }) {
  return (
    <details className="mt-1.5">
      <summary className="cursor-pointer text-dim text-sm hover:text-text">
        {rejections.length < rejected
          ? `Rejected: the first ${formatCount(rejections.length)} of ${formatCount(rejected)}`
          : countOf(rejected, "rejected record")}
      </summary>
      <ol className="mt-1.5 grid gap-1.5">
        {rejections.map((row) => (
          <li key={row.record} className="grid gap-0.5 text-sm">
            <span>
              <span className="tabular-nums">Record {formatCount(row.record)}</span>
              <span className="text-dim">: {row.reason}</span>
            </span>
            <pre className="overflow-x-auto whitespace-pre-wrap break-all rounded border border-line bg-raise px-2 py-1 font-mono text-dim text-xs">
              {row.text}
            </pre>
          </li>
        ))}
      </ol>
    </details>
  );
}
